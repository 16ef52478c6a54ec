"""`tabletop report`: what is kept of a game, on standard output or in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tabletop.cli.exits import Exit
from tabletop.cli.numbers import add_set
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tabletop.game import Game
    from tabletop.lab.whatif import WhatIf
    from tabletop.report.facts import Report

FORMS = ("html", "md", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop report`."""
    parser.add_argument("session", metavar="SESSION", nargs="?", default="", help="a stored game (default: the latest)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-",
        help="where to; the ending .html, .md, .csv or .json picks the form (default: standard output)",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMS, help="the form (default: as the file's ending says, else md)")
    parser.add_argument(
        "--whatif", action="append", default=[], metavar='"T M CHOICE"',
        help="tell beside it what would have been, like “3 borealis track2 on CARD, effort 1”; may be given several "
        "times",
    )  # fmt: skip
    add_set(parser, "tell beside it what other numbers of the model would have made of it")
    parser.add_argument(
        "--names", action="store_true", help="of a class: with people's names, but for those that were erased"
    )
    parser.add_argument(
        "--paper", action="store_true",
        help="instead: pages to print (HTML), so that the game can be gone on with by hand",
    )  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def main(args: argparse.Namespace) -> int:
    """Gather the report and put it where it is wanted."""
    from tabletop.report import form_of, render, write

    if args.paper:
        return _on_paper(args)
    if args.output == "-":
        sys.stdout.write(render(_gathered(args), args.format or "md"))
        return Exit.FINE
    path = Path(args.output)
    form = args.format or form_of(path)
    write(_gathered(args), path, form=form, force=args.force)
    sys.stdout.write(f"The report is written to {path}.\n")
    return Exit.FINE


def _gathered(args: argparse.Namespace) -> Report:
    """The report on a stored game, which may be open elsewhere; raises as reading a session does."""
    from tabletop.cli.stored import latest, stored_game
    from tabletop.report import gather
    from tabletop.session import Store
    from tabletop.session.classes import class_session

    store = Store()
    name = args.session or latest(store)
    game, minds = stored_game(name, args.library, store)
    # The day of the game stands in the session, so the same session makes the same report.
    return gather(
        game, minds, session=name, date=store.show(name).updated[:10],
        whatifs=list(_asked(game, minds, args.whatif, args.numbers)), classroom=class_session(store, name),
        named=args.names,
    )  # fmt: skip


def _on_paper(args: argparse.Namespace) -> int:
    """The printable pages of a stored game that goes on; raises `TabletopError` for one that is over."""
    from tabletop.cli.stored import latest, stored_game
    from tabletop.report.paper import paper, write_paper
    from tabletop.session import Store

    if args.format not in (None, "html") or args.whatif or args.numbers or args.names:
        raise UsageError("The pages to print are HTML and take nothing else.", "Like: --paper -o table.html")
    store = Store()
    name = args.session or latest(store)
    game, _ = stored_game(name, args.library, store)
    if args.output == "-":
        sys.stdout.write(paper(game, session=name))
        return Exit.FINE
    path = Path(args.output)
    write_paper(game, path, session=name, force=args.force)
    sys.stdout.write(f"The pages are written to {path}. Print them: each seat's sheets are for that seat alone.\n")
    return Exit.FINE


def _asked(game: Game, minds: Mapping[str, str], questions: Sequence[str], numbers: Sequence[str]) -> Iterator[WhatIf]:
    """What was asked beside it: each choice by itself, all numbers together. Raises `UsageError`."""
    if not questions and not numbers:
        return
    from tabletop.lab.otherrules import parse_numbers
    from tabletop.lab.whatif import whatif
    from tabletop.telling.otherwise import read_question

    if not game.over:
        raise TabletopError(
            "This game goes on: a report tells what would have been when it is over.",
            "tabletop whatif tells it so far.",
        )
    for question in questions:
        yield whatif(game, minds, [read_question(game, question)])
    if numbers:
        yield whatif(game, minds, (), parse_numbers(numbers))
