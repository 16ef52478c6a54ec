"""`tabletop host`: a class on this machine, for everybody in the room."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.cli.run import LEVELS, seed_number
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.host.room import Classroom
    from tabletop.host.server.hosting import Host
    from tabletop.host.server.reach import Way
    from tabletop.host.server.tls import Certificate

LOOPBACK = "127.0.0.1"
PLANS = (45, 90, 180)
OPTIONS = ("pledges", "public-line", "audit")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop host`."""
    parser.add_argument("campaign", nargs="?", metavar="CAMPAIGN", help="a campaign: its id, folder or file")
    parser.add_argument(
        "--resume", nargs="?", const="", metavar="NAME", help="go on with a class; without a name: the latest"
    )
    parser.add_argument("--level", choices=LEVELS, help="the rules' level (default: the campaign's)")
    parser.add_argument("--groups", type=int, default=1, metavar="N", help="so many games side by side (default: 1)")
    parser.add_argument(
        "--plan", type=int, choices=PLANS, default=90, help="timetable for so many minutes (default: 90)"
    )
    parser.add_argument(
        "--rule", action="append", default=[], choices=OPTIONS, dest="rules",
        help="an optional rule to play with; may be given several times: pledges (who breaks a promise pays), "
        "public-line (means for support at home), audit (burden shares are read out)",
    )  # fmt: skip
    parser.add_argument("--seed", type=seed_number, metavar="N", help="the games' luck (default: new)")
    parser.add_argument("--open-door", action="store_true", help="admit everybody who has the code, and seat them")
    parser.add_argument(
        "--bind", action="append", default=[], metavar="ADDRESS",
        help="listen here; 127.0.0.1 is this machine only, 0.0.0.0 every network (default: the local network)",
    )  # fmt: skip
    parser.add_argument("--port", type=_port, metavar="N", help="the port (default: 8400, or the next free one)")
    parser.add_argument(
        "--name", action="append", default=[], metavar="NAME", help="a further name people reach this machine by"
    )
    parser.add_argument("--tls", action="store_true", help="encrypt, with a certificate made for this class")
    parser.add_argument("--cert", type=Path, metavar="FILE", help="encrypt with this certificate (PEM)")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the certificate's key (PEM)")
    parser.add_argument("--no-console", action="store_true", help="no screen: print the facilitator's key")
    parser.add_argument("--yes", action="store_true", help="do not ask before the network can reach this machine")


def main(args: argparse.Namespace) -> int:
    """Serve a class until it is stopped."""
    _refuse_contradictions(args)
    from tabletop.host.server import announce, reach

    known = reach.ways()
    screens = not args.no_console
    addresses = _addresses(args, known) if args.resume is None else []
    if screens and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The console needs a terminal.", "Without one: tabletop host CAMPAIGN --no-console")
    classroom = _classroom(args)
    try:
        from tabletop.host.server.hosting import Host

        if args.resume is not None:
            addresses = _again(args, known, classroom)
        certificate = _certificate(args, addresses, known)
        classroom.remember(addresses=addresses)
        host = Host(classroom, addresses=addresses, port=args.port, certificate=certificate, names=args.name)
        host.start()
    except BaseException:
        classroom.close()
        raise
    try:
        if screens:
            from tabletop.tui.console import run

            return int(run(host))
        coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        lines = announce.announcement(host, known, terminal=sys.stdout.isatty(), coloured=coloured)
        _serve(host, lines)
        return Exit.FINE
    finally:
        host.stop()


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is no port; it is a number from 1 to 65535")
    return number


def _refuse_contradictions(args: argparse.Namespace) -> None:
    if args.resume is None and args.campaign is None:
        raise UsageError("Which campaign? A class needs one.", "Like: tabletop host halcyon")
    if args.resume is not None and args.campaign is not None:
        raise UsageError("A class that goes on has its campaign already.", "Leave CAMPAIGN or --resume out.")
    if args.key is not None and args.cert is None:
        raise UsageError("--key belongs to --cert.", "Name both: --cert FILE --key FILE")
    if args.resume is not None and args.rules:
        raise UsageError("A class that goes on keeps its rules.", "Leave --rule or --resume out.")
    if not 1 <= args.groups <= 60:
        raise UsageError(f"A class has 1 to 60 groups, not {args.groups}.", "Like --groups 4")


def _addresses(args: argparse.Namespace, known: list[Way]) -> list[str]:
    """Where to listen; asks once before anybody outside this machine could come."""
    from tabletop.host.server import reach

    named: list[str] = args.bind
    if named:
        wanted = ["127.0.0.1" if address == "localhost" else address for address in named]
        for address in wanted:
            _check_address(address)
    else:
        wanted = [*(way.address for way in known[:1] if way.kind in ("private", "link")), LOOPBACK]
    if not [address for address in wanted if not reach.is_loopback(address)]:
        return wanted
    if args.yes:
        return wanted
    sentences = reach.who_can_reach(wanted, known, secure=bool(args.tls or args.cert))
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            f"{sentences[0].rstrip('.')}, and nobody can be asked here whether that is meant.",
            "Add --yes, or --bind 127.0.0.1 for this machine only.",
        )
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    print("Open the class to them? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return wanted
    print("Then for this machine only.", file=sys.stderr)
    return [LOOPBACK]


def _again(args: argparse.Namespace, known: list[Way], classroom: Classroom) -> list[str]:
    """Where a class that goes on is found again: where it was, if this machine still has these addresses."""
    before = classroom.remembered("addresses")
    here = {LOOPBACK, *(way.address for way in known)}
    if args.bind or not isinstance(before, list) or not before or not all(one in here for one in before):
        return _addresses(args, known)
    return [str(one) for one in before]


def _check_address(address: str) -> None:
    import ipaddress

    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise UsageError(f"“{address[:60]}” is no address of a machine.", "Like --bind 192.168.1.20") from None


def _certificate(args: argparse.Namespace, addresses: list[str], known: list[Way]) -> Certificate | None:
    from tabletop.host.server import reach, tls

    if args.cert is not None:
        return tls.given(args.cert, args.key)
    if not args.tls:
        return None
    from tabletop.paths import data_dir

    everywhere = [way.address for way in known] if any(reach.is_everywhere(address) for address in addresses) else []
    names = {*addresses, *everywhere, "localhost", LOOPBACK, *reach.own_names(args.name)} - {"0.0.0.0", "::"}
    return tls.made(data_dir() / "tls", names)


def _classroom(args: argparse.Namespace) -> Classroom:
    """The class of these words: a new one, or one that goes on."""
    from tabletop.host.room import Classroom, Plan, record
    from tabletop.session import Store

    store = Store()
    if args.resume is not None:
        name = args.resume or next(iter(record.names(store)), "")
        if not name:
            raise TabletopError("There is no class to go on with.", "Begin one: tabletop host CAMPAIGN")
        return Classroom.resume(name, store=store, library=tuple(args.library), now=time.time)
    from tabletop.content import load_campaign

    campaign = load_campaign(args.campaign, library=args.library)
    path = Path(args.campaign)
    classroom = Classroom.new(
        campaign,
        level=args.level,
        groups=args.groups,
        seed=args.seed,
        plan=Plan.timetable(args.plan),
        store=store,
        now=time.time,
        source=str(path.absolute()) if path.exists() else "",
        options=[rule for rule in OPTIONS if rule in args.rules],
    )
    if args.open_door:
        classroom.do(classroom.facilitator, {"verb": "settings", "open_door": True})
    return classroom


def _serve(host: Host, lines: list[str]) -> None:
    """Print where the class is, and go on until it is interrupted."""
    stopped = threading.Event()
    with _stopping(stopped):
        for line in lines:
            print(line)
        print(f"\n  Facilitator's key (for programs, docs/protocol.md): {host.classroom.facilitator_token}")
        print("  Ctrl-C stops the host; nothing is lost: tabletop host --resume", flush=True)
        while host.running and not stopped.wait(0.5):
            pass
    if not host.running:
        raise TabletopError("The host has stopped by itself.", "Go on: tabletop host --resume")
    print("The class is kept. Go on with it: tabletop host --resume", file=sys.stderr)


@contextlib.contextmanager
def _stopping(stopped: threading.Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end it in order; a second Ctrl-C ends it at once."""

    def stop(number: int, frame: Any) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        for number in before:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
