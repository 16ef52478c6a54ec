"""`tabletop lab`: games by the thousand, and what they say of a campaign's balance."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.cli.numbers import add_set
from tabletop.cli.run import LEVELS, MIND, seed_number
from tabletop.cli.streams import say
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.lab.study import Plan

GAMES = 2000
MOST = 1_000_000_000
MOST_JOBS = 256


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop lab`."""
    parser.add_argument("campaign", metavar="CAMPAIGN", help="a campaign: its id, folder or file")
    parser.add_argument("--level", choices=LEVELS, help="the rules' level (default: the campaign's)")
    parser.add_argument(
        "--games", type=_count("games", MOST), default=GAMES, metavar="N",
        help=f"games of each mind (default: {GAMES})",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=seed_number, default=1, metavar="N", help="where the games' seeds come from (default: 1)"
    )
    parser.add_argument(
        "--mind", action="append", default=[], metavar="[MEMBER=]NAME",
        help=f"who plays every seat; given several times they are compared on the same luck; with MEMBER= who plays "
        f"one seat in all of them (default: {MIND})",
    )  # fmt: skip
    parser.add_argument(
        "--jobs", type=_count("processes", MOST_JOBS), default=1, metavar="N", help="processes to share the work"
    )
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers share the work")
    add_set(parser, "play with other numbers of the model, like side_deal=2")
    parser.add_argument(
        "--every-number", action="store_true",
        help="in the balance report turn every number of the model, not the main ones alone; slower",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a text")
    parser.add_argument("--html", metavar="FILE", type=Path, help="write the report as one page, with plots")
    parser.add_argument("--force", action="store_true", help="replace a page that exists")
    parser.add_argument(
        "--open", dest="opened", type=_count("games", MOST), metavar="K",
        help="play game K of this study alone, and look at it turn by turn",
    )  # fmt: skip


def main(args: argparse.Namespace) -> int:
    """Play, count and tell; with --open, one game of it."""
    from tabletop.lab.study import sealed

    if args.opened is not None:
        _require_alone(args)
    plan = sealed(_plan(args))
    if args.cluster is not None and args.jobs > 1:
        raise UsageError("--jobs and --cluster do not go together.", "A cluster has its own workers: leave --jobs out.")
    if args.opened is not None:
        return _open(args, plan)
    if args.html is not None:
        from tabletop.report.files import require_free

        require_free(args.html, args.force)  # told before the games, not after
    return _study(args, plan)


def _plan(args: argparse.Namespace) -> Plan:
    from tabletop.lab.otherrules import parse_numbers, weights_whole
    from tabletop.lab.study import Plan, ground

    minds: list[str] = []
    seats: dict[str, str] = {}
    for word in args.mind:
        member, equals, name = word.partition("=")
        if equals:
            seats[member] = name
        else:
            minds.append(word)
    numbers = parse_numbers(args.numbers)
    plan = Plan(
        args.campaign, tuple(str(folder) for folder in args.library or ()), args.level or "",
        tuple(dict.fromkeys(minds)) or (MIND,), seats, args.games, args.seed,
    )  # fmt: skip
    return replace(plan, overrides=weights_whole(ground(plan).tables.book, numbers)) if numbers else plan


# ---- a study


def _study(args: argparse.Namespace, plan: Plan) -> int:
    from tabletop.cli.lab_report import Study
    from tabletop.lab.study import run
    from tabletop.lab.study.numbers import Numbers
    from tabletop.lab.study.samples import samples

    balance = _balance()
    watch: tuple[Any, ...] = (Numbers, *(balance.watching(plan) if balance is not None else ()))
    hands = {"jobs": args.jobs, "cluster": args.cluster}
    with Bar("games") as bar:
        try:
            table = run(plan, watch=watch, progress=bar, **hands)
            seconds = bar.seconds
            first = samples(plan)
            report = None
            if balance is not None:
                bar.next("looks")
                report = balance.report(plan, table, progress=bar, every=args.every_number, **hands)
        except KeyboardInterrupt:
            bar.clear()
            say(f"Stopped after {bar.done:,} of {bar.of:,} {bar.what}; half a study is not told.")
            raise
    study = Study(table, seconds, first, report)
    if args.html is not None:
        from tabletop.report.files import write_text

        write_text(study.html, args.html, force=args.force)
        say(f"The report is in {args.html}")
    if args.json:
        text = json.dumps(study.as_json(), ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n"
    else:
        text = "".join(f"{line}\n" for line in study.lines(args.campaign))
    sys.stdout.write(text)
    return Exit.FINE


def _balance() -> Any:
    """The balance report's room, where it is there."""
    try:
        from tabletop.workbench import balance
    except ImportError:
        return None
    return balance if hasattr(balance, "report") else None


class Bar:
    """Progress on standard error: one line that is rewritten; nothing where that is no terminal."""

    WIDTH = 24
    PACE = 0.1
    """Seconds between two drawings."""

    def __init__(self, what: str) -> None:
        self.what, self.done, self.of = what, 0, 0
        self._began = self._drawn = time.monotonic()
        self._seen = sys.stderr is not None and sys.stderr.isatty()
        self._plain = (getattr(sys.stderr, "encoding", "") or "").lower().replace("-", "") != "utf8"

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def next(self, what: str) -> None:
        """Another kind of work begins."""
        self.what, self.done, self.of = what, 0, 0
        self._began = time.monotonic()

    def __call__(self, done: int, of: int) -> None:
        """`done` of `of` are there."""
        self.done, self.of = done, of
        now = time.monotonic()
        if self._seen and (now - self._drawn >= self.PACE or done in (0, of)):
            self._drawn = now
            sys.stderr.write(f"\r{self.text():<79}")
            sys.stderr.flush()

    def text(self) -> str:
        """The line: a bar, how far, how fast, how long yet."""
        share = self.done / self.of if self.of else 0.0
        full, empty = ("#", ".") if self._plain else ("━", "╌")
        bar = full * round(share * self.WIDTH) + empty * (self.WIDTH - round(share * self.WIDTH))
        text = f"{bar} {self.done:,} of {self.of:,} {self.what}"
        if not self.done:
            return text
        pace = self.done / max(self.seconds, 1e-9)
        left = (self.of - self.done) / pace
        return f"{text}, {pace:,.0f}/s, {_clock(left)} left"

    def clear(self) -> None:
        """Take the line away."""
        if self._seen:
            sys.stderr.write(f"\r{'':<79}\r")
            sys.stderr.flush()


def _clock(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


# ---- one game of it


def _require_alone(args: argparse.Namespace) -> None:
    """Raise `UsageError` for words of a whole study beside --open, which would do nothing."""
    asked = [word for word, value in (("--html", args.html), ("--cluster", args.cluster)) if value is not None]
    if asked:
        verb = "go" if len(asked) > 1 else "goes"
        raise UsageError(
            f"--open plays one game here: {' and '.join(asked)} {verb} with a whole study.",
            "Leave it out; tabletop report writes a page of a stored game.",
        )


def _open(args: argparse.Namespace, plan: Plan) -> int:
    """Play game K, keep it, and lay it on the table; without a terminal say how to look at it, with --json print it."""
    from tabletop.lab.study import game_seeds, ground
    from tabletop.session.desk import Desk

    if plan.overrides:
        raise UsageError(
            "A game with --set is not the campaign's own and cannot be kept.",
            "Open it without --set, or write the value under parameters: of a copy of the campaign.",
        )
    number, mind = int(args.opened), plan.minds[0]
    if number > plan.games:
        raise UsageError(f"This study has games 1 to {plan.games}.", f"Add --games {number}, or open another.")
    if len(plan.minds) > 1:
        raise UsageError("--open wants to know whose game.", f"Name one mind: --mind {mind} --open {number}")
    (seed,) = game_seeds(plan.seed, number, 1)
    campaign = ground(plan).campaign
    minds = {member.id: plan.seats.get(member.id, mind) for member in campaign.members}
    facts = {"lab": {"seed": plan.seed, "game": number, "mind": mind}}
    desk = Desk(tuple(args.library or ()))
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not args.json and all(stream is not None and stream.isatty() for stream in streams):
        from tabletop.cli.play import look_at

        return look_at(desk, lambda: desk.watch(plan.campaign, seed, plan.level or None, minds, facts))
    sitting = desk.watch(plan.campaign, seed, plan.level or None, minds, facts)
    try:
        if not sitting.name:
            raise TabletopError(sitting.trouble or "This game is not kept.", "TABLETOP_HOME names another place.")
        if args.json:
            sys.stdout.write(_told(sitting.name, args))
            return Exit.FINE
        view = sitting.view("room")
        out = [
            f"Game {number} of seed {plan.seed}, {mind}: {sitting.game.outcome} in turn {sitting.turn}, "
            f"cohesion {view.cohesion.value:.1f}, stability {view.stability.value:.1f}.",
            f"Look at it, and go on from any turn:  tabletop resume {sitting.name}",
            f"Read it:  tabletop report {sitting.name}",
        ]
        sys.stdout.write("".join(f"{line}\n" for line in out))
    finally:
        desk.close()
    return Exit.FINE


def _told(name: str, args: argparse.Namespace) -> str:
    """The stored game as `tabletop report NAME --format json` prints it."""
    from tabletop.cli.stored import stored_game
    from tabletop.report import gather, render
    from tabletop.session import Store

    store = Store()
    game, minds = stored_game(name, args.library, store)
    return render(gather(game, minds, session=name, date=store.show(name).updated[:10]), "json")


def _count(what: str, most: int) -> Any:
    """An argument that counts from 1."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = 0
        if not text.isascii() or not 1 <= value <= most:
            raise argparse.ArgumentTypeError(f"“{text[:40]}” is no whole number of {what} from 1 to {most}")
        return value

    return number
