"""`tabletop`, `tabletop play` and `tabletop resume`: the game in the terminal, on screens or line by line."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from typing import TYPE_CHECKING, Any

from tabletop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tabletop.session.desk import Desk
from tabletop.session.sitting import Sitting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop play`."""
    parser.add_argument("campaign", nargs="?", metavar="CAMPAIGN", help="id or path; without one: the home screen")
    parser.add_argument("--as", dest="seat", metavar="MEMBER", help="the member you play, by id or short name")
    parser.add_argument("--seed", type=_seed, metavar="N", help="play a certain luck again")
    parser.add_argument("--hot-seat", action="store_true", help="several people take turns at this screen")
    parser.add_argument(
        "--people", type=int, metavar="N", help="with --hot-seat: how many (default: as many as can play)"
    )
    parser.add_argument(
        "--level", choices=("basics", "standard", "full"), help="how much of the rules (default: the campaign's)"
    )
    parser.add_argument("--today", action="store_true", help="the game of the day: the same for everybody, by the date")
    parser.add_argument("--npc", choices=("easy", "normal", "hard"), default="normal", help="how well the others play")
    _add_plain(parser)


def add_resume_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop resume`."""
    parser.add_argument("session", nargs="?", metavar="SESSION", help="a stored game; without one: the latest")
    _add_plain(parser)


def _add_plain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plain",
        action="store_true",
        help="line by line, for screen readers and slow links; without a terminal it is so anyway",
    )


def main(args: argparse.Namespace) -> int:
    """Play a game, from the home screen or straight away."""
    if args.today:
        return _today(args)
    if args.campaign is None:
        _refuse_without_campaign(args)
        return home_main(args)
    from tabletop.content.library import find

    find(args.campaign, "campaign", args.library)  # a name that does not exist is told before anything is opened
    screens = _on_screens(args)
    from tabletop.session.desk import Desk

    desk = Desk(tuple(args.library))
    return _table(desk, lambda: desk.begin(_wish(desk, args)), screens)


def _today(args: argparse.Namespace) -> int:
    """The game of the day; everything about it is settled by the date."""
    given = {
        "CAMPAIGN": args.campaign, "--as": args.seat, "--seed": args.seed, "--hot-seat": args.hot_seat or None,
        "--people": args.people, "--level": args.level, "--npc": None if args.npc == "normal" else args.npc,
    }  # fmt: skip
    for word, value in given.items():
        if value is not None:
            raise UsageError(f"--today settles everything itself, {word} too.", "Like: tabletop play --today")
    screens = _on_screens(args)
    from tabletop.session.desk import Desk

    desk = Desk(tuple(args.library))
    return _table(desk, desk.begin_today, screens)


def resume_main(args: argparse.Namespace) -> int:
    """Go on with a stored game."""
    screens = _on_screens(args)
    from tabletop.session import Store
    from tabletop.session.desk import Desk

    desk = Desk(tuple(args.library))
    name = args.session or Store().latest()
    return _table(desk, lambda: desk.resume(name), screens)


def home_main(args: argparse.Namespace) -> int:
    """The home screen."""
    screens = _on_screens(args)
    from tabletop.session.desk import Desk

    if not screens:
        from tabletop.plain.run import run as converse

        return converse(Desk(tuple(args.library)))
    from tabletop.tui.app import run
    from tabletop.tui.screens.home import Home

    return run(Desk(tuple(args.library)), Home)


def _table(desk: Desk, opening: Callable[[], Sitting], screens: bool) -> int:
    """Paint first, load later: what goes wrong while loading is raised here all the same."""
    if not screens:
        from tabletop.plain.run import run as converse

        return converse(desk, opening)
    from tabletop.tui.app import run
    from tabletop.tui.screens.opening import Opening

    return run(desk, lambda: Opening(opening, alone=True))


def look_at(desk: Desk, opening: Callable[[], Sitting]) -> int:
    """A game that is over, on screens: its end, and from there every turn of it."""
    return _table(desk, opening, screens=True)


def _wish(desk: Desk, args: argparse.Namespace) -> Any:
    """What the words of the call ask for; a mistake is told before the screen opens."""
    from tabletop.content.text import did_you_mean, shorten
    from tabletop.session.desk import proposed
    from tabletop.session.wish import Wish

    campaign = desk.campaign(args.campaign)
    if args.people is not None and not args.hot_seat:
        raise UsageError("--people belongs to --hot-seat.", "Add --hot-seat, or leave --people out.")
    if args.seat and args.hot_seat:
        raise UsageError("--as names one seat; --hot-seat is for several people.", "Leave one of them out.")
    people: tuple[str, ...] = ()
    if args.hot_seat:
        most = min(campaign.seats.max, len(campaign.members))
        count = most if args.people is None else args.people
        if not 2 <= count <= most:
            raise UsageError(f"{campaign.title} seats 2 to {most} people at one screen.", f"Like --people {most}.")
        people = proposed(campaign, count)
    elif args.seat:
        names = {
            name.lower(): member.id for member in campaign.members for name in (member.id, member.short, member.name)
        }
        seat = names.get(args.seat.lower())
        if seat is None:
            near = did_you_mean(args.seat, [member.id for member in campaign.members])
            raise UsageError(f"{campaign.title} has no member “{shorten(args.seat)}”.", near[:1].upper() + near[1:])
        people = (seat,)
    return Wish(args.campaign, people, args.level, args.seed, args.npc)


def _refuse_without_campaign(args: argparse.Namespace) -> None:
    for word, given in (
        ("--as", args.seat),
        ("--seed", args.seed),
        ("--hot-seat", args.hot_seat or None),
        ("--level", args.level),
    ):
        if given is not None:
            raise UsageError(f"{word} needs a campaign.", "Like: tabletop play halcyon")


def _seed(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = -1
    if not 0 <= value < 1 << 64:
        raise argparse.ArgumentTypeError(f'not "{text}"; a whole number from 0 to 18446744073709551615')
    return value


def _on_screens(args: argparse.Namespace) -> bool:
    """Whether there is a terminal that screens can be drawn on, and nobody asked for lines.

    Textual draws on standard error. From here to the first picture a great deal is imported and nothing becomes
    garbage: looking for some would cost a fifth of the time. Both faces switch the collector on again.
    """
    gc.disable()
    streams = (sys.stdin, sys.stdout, sys.stderr)
    there = all(stream is not None and stream.isatty() for stream in streams)
    return there and not args.plain and os.environ.get("TERM") != "dumb"
