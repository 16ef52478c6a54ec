"""`tabletop host`: a class on this machine, for everybody in the room."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.cli.reaching import Reaching, settle
from tabletop.cli.run import LEVELS, seed_number
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.content import Campaign
    from tabletop.host.room import Classroom
    from tabletop.host.server.hosting import Host

PLANS = (45, 90, 180)
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
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
    """Serve a class until it is stopped.  What can be wrong is found before a new class is kept."""
    _refuse_contradictions(args)
    campaign = _campaign(args) if args.resume is None else None
    from tabletop.host.server import announce, reach

    known = reach.ways()
    screens = not args.no_console
    reaching = settle(args, known) if campaign else None
    if screens and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("The console needs a terminal.", "Without one: tabletop host CAMPAIGN --no-console")
    with contextlib.ExitStack() as undo:
        classroom = None if campaign else undo.enter_context(_kept(args))
        if reaching is None:
            assert classroom is not None
            reaching = settle(args, known, classroom.remembered())
        certificate = reaching.certificate(known)
        from tabletop.host.server.hosting import Host
        from tabletop.host.server.sockets import listen

        sockets = listen(reaching.addresses, reaching.port, before=reaching.before)
        for one in sockets:
            undo.callback(one.close)
        if classroom is None:
            assert campaign is not None
            classroom = undo.enter_context(_begun(args, campaign))
        host = Host(
            classroom, addresses=reaching.addresses, certificate=certificate, names=reaching.names, sockets=sockets
        )
        classroom.remember(**reaching.facts(host.port))
        host.start()
        undo.pop_all()
    moved = _moved(reaching, host)
    try:
        if screens:
            from tabletop.tui.console import run

            return int(run(host))
        coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        lines = announce.announcement(host, known, terminal=sys.stdout.isatty(), coloured=coloured)
        _serve(host, [*moved, *lines])
        return Exit.FINE
    finally:
        host.stop()
        if screens:
            print("\n".join(moved), end="\n" if moved else "", file=sys.stderr)


def _moved(reaching: Reaching, host: Host) -> list[str]:
    """That a class that goes on is not found where it was: its pages cannot come back by themselves."""
    if reaching.before in (None, host.port) or reaching.port is not None:
        return []
    return [f"Port {reaching.before}, where the class was, is taken. Everybody must open {host.address()} anew."]


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"“{text[:20]}” is no port; it is a number up to 65535 (0: any free one)")
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
    for name in args.name:
        if not _NAME.fullmatch(name):
            raise UsageError(f"“{name[:60]}” is no name of a machine.", "Like --name classroom.local")
    if not 1 <= args.groups <= 60:
        raise UsageError(f"A class has 1 to 60 groups, not {args.groups}.", "Like --groups 4")


def _kept(args: argparse.Namespace) -> Classroom:
    """The class that goes on."""
    from tabletop.host.room import Classroom, shelf
    from tabletop.session import Store

    store = Store()
    name, passed_over = shelf.to_go_on_with(store, args.resume)
    for line in passed_over:
        print(line, file=sys.stderr)
    return Classroom.resume(name, store=store, library=tuple(args.library), now=time.time)


def _campaign(args: argparse.Namespace) -> Campaign:
    from tabletop.content import load_campaign

    return load_campaign(args.campaign, library=args.library)


def _begun(args: argparse.Namespace, campaign: Campaign) -> Classroom:
    """A new class."""
    from tabletop.host.room import Classroom, Plan
    from tabletop.session import Store

    path = Path(args.campaign)
    classroom = Classroom.new(
        campaign,
        level=args.level,
        groups=args.groups,
        seed=args.seed,
        plan=Plan.timetable(args.plan),
        store=Store(),
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
