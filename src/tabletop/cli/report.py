"""`tabletop report`: what is kept of a game, on standard output or in a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tabletop.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabletop.report.facts import Report
    from tabletop.session import Store

FORMS = ("html", "md", "csv", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop report`."""
    parser.add_argument("session", metavar="SESSION", nargs="?", default="", help="a stored game (default: the latest)")
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-",
        help="where to; the ending .html, .md, .csv or .json picks the form (default: standard output)",
    )  # fmt: skip
    parser.add_argument("--format", choices=FORMS, help="the form (default: as the file's ending says, else md)")
    parser.add_argument("--force", action="store_true", help="replace a file that exists")


def main(args: argparse.Namespace) -> int:
    """Gather the report and put it where it is wanted."""
    from tabletop.report import form_of, render, write

    if args.output == "-":
        sys.stdout.write(render(_gathered(args.session, args.library), args.format or "md"))
        return Exit.FINE
    path = Path(args.output)
    form = args.format or form_of(path)
    write(_gathered(args.session, args.library), path, form=form, force=args.force)
    sys.stdout.write(f"The report is written to {path}.\n")
    return Exit.FINE


def _gathered(session: str, library: Sequence[Path]) -> Report:
    """The report on a stored game, which may be open elsewhere; raises as reading a session does."""
    from tabletop.game.saves import restore
    from tabletop.report import gather
    from tabletop.session import Store
    from tabletop.session.table import campaign_of, known_minds

    store = Store()
    name = session or _latest(store)
    header, rows, facts = store.read(name)
    game = restore(header, [row.data() for row in rows], campaign_of(header, facts, library))
    npc = header.get("npc")
    minds = known_minds(npc if isinstance(npc, dict) else {})
    # The day of the game stands in the session, so the same session makes the same report.
    return gather(game, minds, session=name, date=store.show(name).updated[:10])


def _latest(store: Store) -> str:
    """The game written last, over or not; raises `SessionError` when there is none."""
    from tabletop.session import SessionError

    whole = (summary.id for summary in store.list() if summary.state != "damaged")
    name = next(whole, "")
    if not name:
        raise SessionError("No games are stored yet.", "tabletop play begins one.")
    return name
