"""`tabletop`, `tabletop play` and `tabletop resume`: the game in the terminal."""

from __future__ import annotations

import argparse
import gc
import sys
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError, UsageError

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
    parser.add_argument("--npc", choices=("easy", "normal", "hard"), default="normal", help="how well the others play")


def add_resume_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop resume`."""
    parser.add_argument("session", nargs="?", metavar="SESSION", help="a stored game; without one: the latest")


def main(args: argparse.Namespace) -> int:
    """Play a game, from the home screen or straight away."""
    if args.campaign is None:
        _refuse_without_campaign(args)
        return home_main(args)
    from tabletop.content.library import find

    find(args.campaign, "campaign", args.library)  # a name that does not exist is told before anything is opened
    _need_terminal("play")
    from tabletop.session.desk import Desk

    desk = Desk(tuple(args.library))
    return _table(desk, lambda: desk.begin(_wish(desk, args)))


def resume_main(args: argparse.Namespace) -> int:
    """Go on with a stored game."""
    _need_terminal("resume")
    from tabletop.session import Store
    from tabletop.session.desk import Desk

    desk = Desk(tuple(args.library))
    name = args.session or Store().latest()
    return _table(desk, lambda: desk.resume(name))


def home_main(args: argparse.Namespace) -> int:
    """The home screen."""
    _need_terminal("play")
    from tabletop.session.desk import Desk
    from tabletop.tui.app import run
    from tabletop.tui.screens.home import Home

    return run(Desk(tuple(args.library)), Home)


def _table(desk: Desk, opening: Callable[[], Sitting]) -> int:
    """Paint first, load later: what goes wrong while loading is raised here all the same."""
    from tabletop.tui.app import run
    from tabletop.tui.screens.opening import Opening

    return run(desk, lambda: Opening(opening, alone=True))


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


def _need_terminal(word: str) -> None:
    """The screens need a keyboard and a screen; Textual draws on standard error.

    From here to the first picture a great deal is imported and nothing becomes garbage: looking for some would cost a
    fifth of the time. The application switches the collector on again once it has painted.
    """
    gc.disable()
    missing = next(
        (
            name
            for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("error", sys.stderr))
            if not (stream and stream.isatty())
        ),
        "",
    )
    if missing:
        raise TabletopError(
            f"tabletop {word} needs a terminal, and standard {missing} is none.",
            "To play a game without one: tabletop run CAMPAIGN",
        )
