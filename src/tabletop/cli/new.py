"""`tabletop new`: a commented starting point for a deck or campaign."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path

from tabletop.cli.exits import Exit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop new`."""
    parser.add_argument("kind", choices=("deck", "campaign"), metavar="deck|campaign", help="what to begin")
    parser.add_argument("path", metavar="PATH", help="the folder to make")
    parser.add_argument(
        "--template", choices=("minimal", "full", "historical"), default="minimal",
        help="minimal: the least that plays (default); full: every key once; historical: dates, readings, sources",
    )  # fmt: skip
    parser.add_argument("--id", default="", help="its own name; made from PATH when left out")
    parser.add_argument("--title", default="", help="what people read in lists")
    parser.add_argument(
        "--authors", metavar="NAME", action="append", default=[], help="who writes it; may be given several times"
    )
    parser.add_argument("--licence", default="", help="under which others may use it (default: CC-BY-4.0)")


def main(args: argparse.Namespace) -> int:
    """Write the files, and say what to do next."""
    from tabletop.content import library
    from tabletop.workbench.start.begin import Names, begin

    path = library.home_expanded(args.path)
    files = begin(args.kind, Path(path), args.template, Names(args.id, args.title, tuple(args.authors), args.licence))
    for file in files:
        sys.stdout.write(f"new: {library.shown(file)}\n")
    # A word alone would be looked for among the ids of the library first.
    apart = "" if any(mark in args.path for mark in ("/", os.sep)) else f".{os.sep}"
    place = shlex.quote(apart + args.path)
    steps = [
        (f"tabletop preview {place}", "see, tweak and try the cards while you write"),
        (f"tabletop check {place}", "every problem, with the place and what to do"),
        (f"tabletop test {place}", "your own tests, once you have some"),
        (f"tabletop schema {args.kind} {place} --write", "help while you type, in your editor"),
    ]
    if args.kind == "campaign":
        steps.insert(1, (f"tabletop run {place} --seed 1", "play one whole game without a screen"))
    wide = max(len(call) for call, _ in steps)
    sys.stdout.write("\nNext:\n" + "".join(f"  {call:<{wide}}  {says}\n" for call, says in steps))
    return Exit.FINE
