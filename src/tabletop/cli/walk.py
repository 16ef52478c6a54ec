"""`tabletop walk`: play a campaign thousands of times, aimed at what has not been met, and say what was."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from tabletop.cli.exits import Exit
from tabletop.errors import TabletopError

WALKS = 3000
MOST = 1_000_000
SEED_LIMIT = 1 << 48


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop walk`."""
    parser.add_argument("campaign", metavar="CAMPAIGN", help="a campaign: its id, folder or file")
    parser.add_argument("--walks", type=count, default=WALKS, metavar="N", help=f"games to play (default: {WALKS})")
    parser.add_argument("--seed", type=_seed, default=1, metavar="S", help="where the games' seeds begin (default: 1)")
    parser.add_argument(
        "--level", choices=("basics", "standard", "full"), help="the rules' level (default: the campaign's)"
    )
    parser.add_argument("--all", action="store_true", help="tell every target, with a walk that meets it")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a text")
    parser.add_argument(
        "--script", metavar="DIR", type=Path, help="write the steered walks there, for tabletop run --script"
    )


def main(args: argparse.Namespace) -> int:
    """Walk, and tell.  What was not met is no mistake by itself: `tabletop check --walk` judges."""
    from tabletop.workbench.walks import Results, Search, ground, telling

    made = ground(args.campaign, getattr(args, "library", None) or (), args.level or "")
    search = Search(made, args.walks, args.seed)
    with Progress() as progress:
        search.run(progress)
    results = Results(search)
    if args.script is not None:
        _write(results, args.script)
    if args.json:
        sys.stdout.write(json.dumps(results.as_json(args.script), ensure_ascii=True, allow_nan=False) + "\n")
    else:
        for line in telling.lines(results, everything=args.all, folder=args.script, name=args.campaign):
            sys.stdout.write(line + "\n")
    return Exit.FINE


def _write(results: object, folder: Path) -> None:
    from tabletop.workbench.walks import Results

    assert isinstance(results, Results)
    try:
        results.write_scripts(folder)
    except OSError as error:
        raise TabletopError(
            f"The scripts cannot be written to {folder}: {error.strerror or error}.", "Name a folder you may write to."
        ) from error


def count(text: str) -> int:
    """A number of walks, from the words of the call."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not text.isascii() or not 1 <= number <= MOST:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no whole number from 1 to {MOST}")
    return number


def _seed(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not text.isascii() or not 0 <= number < SEED_LIMIT:
        raise argparse.ArgumentTypeError(f"“{text[:40]}” is no whole number from 0 to {SEED_LIMIT - 1}")
    return number


class Progress:
    """One line on standard error that is rewritten while walks are made; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._shown: Callable[[str], None] | None = None

    def __enter__(self) -> Progress:
        if sys.stderr is not None and sys.stderr.isatty():
            self._shown = self._show
        return self

    def __call__(self, done: int, of: int, left: int) -> None:
        """`done` of `of` walks are made, `left` targets are open."""
        if self._shown is not None:
            self._shown(f"{done:,} of {of:,} walks, {left:,} not met yet")

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._shown("")

    @staticmethod
    def _show(text: str) -> None:
        sys.stderr.write(f"\r{text:<60}" if text else f"\r{'':<60}\r")
        sys.stderr.flush()
