"""`tabletop preview`: the card bench, on the screen or as text."""

from __future__ import annotations

import argparse
import gc
import math
import os
import sys
from typing import TYPE_CHECKING

from tabletop.cli.exits import Exit
from tabletop.errors import UsageError

if TYPE_CHECKING:
    from tabletop.workbench.alliance import Opened
    from tabletop.workbench.cardbench import CardBench


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop preview`."""
    parser.add_argument("path", metavar="PATH", help="a campaign or deck (folder, file or id), or one file of cards")
    parser.add_argument("--card", metavar="ID", help="the card to begin with")
    parser.add_argument("--campaign", metavar="ID", help="the campaign in whose alliance a deck is shown")
    parser.add_argument("--as", dest="seat", metavar="MEMBER", help="the member whose card and chances are shown")
    parser.add_argument("--level", choices=("basics", "standard", "full"), help="how much of the rules")
    parser.add_argument(
        "--set", dest="board", action="append", metavar="NAME=VALUE", default=[],
        help="move a slider, like tension=60 or flag:ship-named=1; may be given several times",
    )  # fmt: skip
    parser.add_argument("--plain", action="store_true", help="as text; without a terminal it is so anyway")


def main(args: argparse.Namespace) -> int:
    """Show the bench; as text, 1 when there is an error in the files."""
    from tabletop.workbench.alliance import open_path

    # Nothing becomes garbage while everything is read: the screen switches the collector on again.
    gc.disable()
    opened = open_path(args.path, args.library, campaign=args.campaign or "")
    bench = _bench(opened, args)
    streams = (sys.stdin, sys.stdout, sys.stderr)
    screens = all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb"
    if args.plain or not screens:
        from tabletop.workbench.benchtext import as_text

        gc.enable()
        sys.stdout.write(as_text(bench, opened))
        return Exit.PROBLEM if bench.version.faults else Exit.FINE
    from tabletop.session.desk import Desk
    from tabletop.tui.app import run
    from tabletop.tui.bench.screen import Bench

    return run(Desk(tuple(args.library)), lambda: Bench(bench, opened))


def _bench(opened: Opened, args: argparse.Namespace) -> CardBench:
    """The bench as the words of the call ask for it; raises `UsageError` for a name that is not there."""
    from tabletop.content.text import did_you_mean, shorten
    from tabletop.rules.vocabulary import Level
    from tabletop.workbench.cardbench import CardBench

    bench = CardBench(opened.authored, level=Level[args.level.upper()] if args.level else None)
    cards = {card.id: card for card in bench.version.cards if card.id}
    if args.card:
        if cards and args.card not in cards:
            near = did_you_mean(args.card, list(cards))
            raise UsageError(f"There is no card “{shorten(args.card)}” here.", near[:1].upper() + near[1:])
        bench.choose(args.card)
    elif opened.only:
        mine = [card for card in cards.values() if card.file == opened.only]
        if mine:
            bench.choose(next((card.id for card in mine if card.entry is not None), mine[0].id))
    if args.seat and bench.campaign is not None:
        names = {
            name.lower(): member.id
            for member in bench.campaign.members
            for name in (member.id, member.short, member.name)
        }
        seat = names.get(args.seat.lower())
        if seat is None:
            near = did_you_mean(args.seat, [member.id for member in bench.campaign.members])
            raise UsageError(f"There is no member “{shorten(args.seat)}”.", near[:1].upper() + near[1:])
        bench.sit(seat)
    for given in args.board:
        _move(bench, given)
    return bench


def _move(bench: CardBench, given: str) -> None:
    from tabletop.content.text import did_you_mean, shorten

    name, equals, text = given.partition("=")
    name = name.strip().replace(":", " ")
    if not bench.shown:
        return
    known = bench.sliders()
    if not equals or name not in known:
        near = did_you_mean(name, list(known))
        raise UsageError(f"There is no slider “{shorten(name)}”.", near[:1].upper() + near[1:])
    words = [word.lower() for word in known[name].words]
    try:
        value = known[name].low + words.index(text.lower()) if text.lower() in words else float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise UsageError(f"“{shorten(text)}” is no value for {name}.", "Like tension=60, or flag:NAME=yes.")
    bench.set(name, value)
