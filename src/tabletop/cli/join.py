"""`tabletop join`: a seat in a class, on screens or line by line."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tabletop.cli.exits import Exit
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.host.client.address import Address
    from tabletop.host.client.tickets import Ticket
    from tabletop.host.client.wire import Door

PROTOCOL = 1
TRIES = 5
"""Codes that one may mistype before the door is closed."""
_WRONG_CODE = 403


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop join`."""
    parser.add_argument("address", metavar="ADDRESS", help="what the facilitator's screen says, like 192.168.1.20:8400")
    parser.add_argument("--code", metavar="CODE", help="the join code (default: it is asked for)")
    parser.add_argument("--name", metavar="NAME", help="what to be called; any name will do (default: it is asked for)")
    parser.add_argument("--observe", action="store_true", help="watch and take notes, without a seat")
    parser.add_argument("--fingerprint", metavar="SHA256", help="the class's own certificate, as its screen shows it")
    parser.add_argument(
        "--plain", action="store_true",
        help="line by line, for screen readers and slow links; without a terminal it is so anyway",
    )  # fmt: skip


def main(args: argparse.Namespace) -> int:
    """Take a seat, the same one again where one had one, and stay until one leaves."""
    import gc

    from tabletop.cli.play import _on_screens
    from tabletop.host.client import tickets
    from tabletop.host.client.address import Address
    from tabletop.host.client.line import Line

    address, code = Address.parse(args.address)
    wants = "observer" if args.observe else "player"
    screens = _on_screens(args)
    try:
        known = tickets.of(address.url, args.name or "", wants)
        door = _door(address, args.fingerprint or "", known)
        title = _title(door)
        ticket = _taken_up(door, known) or _joined(door, args, args.code or code, wants, title)
        line = Line(door, ticket.token)
        if screens:
            from tabletop.tui.join import run

            gone = run(line, ticket.name)
        else:
            from tabletop.plain.join import converse, paper_here
            from tabletop.plain.run import readable

            gc.enable()
            gone = converse(line, paper_here(), readable(sys.stdin), _again(args, ticket))
    finally:
        gc.enable()
    if gone:
        tickets.forget(ticket)
    return Exit.FINE


def _again(args: argparse.Namespace, ticket: Ticket) -> str:
    words = ["tabletop join", args.address]
    words += ["--observe"] if args.observe else []
    words += ["--plain"] if args.plain else []
    return " ".join(words)


# ---------------------------------------------------------------- the door


def _door(address: Address, typed: str, known: Ticket | None) -> Door:
    """The host; a certificate of its own is shown, and a person says whether it is the right one."""
    from tabletop.host.client.wire import Untrusted, find, tidy_pin

    pin = tidy_pin(typed) if typed else known.pin if known is not None else ""
    if typed and not pin:
        raise UsageError("--fingerprint is 64 hexadecimal digits.", "Copy it from the facilitator's screen.")
    try:
        return find(address, pin)
    except Untrusted as untrusted:
        if typed or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        _tell(f"{untrusted.message} Its fingerprint is")
        _tell(untrusted.fingerprint)
        if _ask("Does the facilitator's screen show the same? [y/N]").lower() not in ("y", "yes"):
            raise TabletopError("The class was not joined.", "Ask the facilitator for the fingerprint.") from None
        return find(address, untrusted.fingerprint)


def _title(door: Door) -> str:
    """The class's title; raises where this program cannot talk to the host."""
    from tabletop.content.text import clean
    from tabletop.host.client.wire import call

    about = call(door, "/api")
    if about.get("protocol") != PROTOCOL:
        raise TabletopError(
            f"The host at {door.address} speaks another version of the protocol.", "Take the same Tabletop as the host."
        )
    return clean(str(about.get("title", "")))[:100]


def _taken_up(door: Door, known: Ticket | None) -> Ticket | None:
    """The seat one had, if it is still one's own."""
    from tabletop.host.client import tickets
    from tabletop.host.client.wire import Refused, call

    if known is None:
        return None
    try:
        call(door, "/api/state", None, known.token)
    except Refused as refused:
        if refused.status != 401:
            raise
        tickets.forget(known)
        return None
    kept = replace(known, pin=door.pin)
    tickets.keep(kept)
    _tell(f"You are {known.name} again. Somebody else: --name NAME")
    return kept


def _joined(door: Door, args: argparse.Namespace, code: str, wants: str, title: str) -> Ticket:
    """A newcomer's seat; what is missing is asked for."""
    from tabletop.host.client import tickets
    from tabletop.host.client.wire import Refused, call
    from tabletop.plain.keyboard import tidied

    asked = not code
    name = tidied(args.name or "")
    for _ in range(TRIES):
        code = code or _ask(f"The join code of {title}:", "--code CODE")
        name = name or _ask("Your name; any name will do:", "--name NAME")
        try:
            answer = call(door, "/api/join", {"code": code, "name": name[:40], "wants": wants})
        except Refused as refused:
            if refused.status != _WRONG_CODE or not asked:
                raise
            _tell(str(refused))
            code = ""
            continue
        person = answer.get("person")
        called = str(person.get("name", name)) if isinstance(person, dict) else name
        ticket = tickets.Ticket(door.address.url, called, str(answer.get("token", "")), wants, title, door.pin)
        trouble = tickets.keep(ticket)
        if trouble:
            _tell(trouble)
        return ticket
    raise TabletopError("That was not the code.", "Look at the screen in front, and join again.")


# ---------------------------------------------------------------- asking


def _tell(text: str) -> None:
    from tabletop.cli.streams import say

    say(text)


def _ask(question: str, word: str = "") -> str:
    """A line from whoever is there; raises `UsageError` when nobody is."""
    from tabletop.plain.keyboard import read_line, tidied

    for _ in range(TRIES):
        print(f"{question} ", end="", file=sys.stderr, flush=True)
        line, size = read_line(sys.stdin)
        if not line and not size:
            print(file=sys.stderr)
            break
        if tidied(line):
            return tidied(line)[:200]
    raise UsageError("Nobody has answered.", f"Name it: {word}" if word else "")
