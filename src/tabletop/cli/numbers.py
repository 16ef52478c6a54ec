"""`--set NAME=VALUE …`: other numbers of the model, said the same way to every command that takes them."""

from __future__ import annotations

import argparse


def add_set(parser: argparse.ArgumentParser, about: str) -> None:
    """Let a command take `--set`: several numbers after it, and it several times; they stand in `args.numbers`.

    `tabletop.lab.otherrules.parse_numbers` reads them.
    """
    parser.add_argument(
        "--set", nargs="+", action="extend", default=[], dest="numbers", metavar="NAME=VALUE", type=_pair, help=about
    )


def _pair(word: str) -> str:
    """A word that --set has swallowed, most likely the campaign, is told here: argparse would say it is missing."""
    if "=" in word:
        return word
    raise argparse.ArgumentTypeError(
        f"“{word[:40]}” is no NAME=VALUE, like side_deal=2; a campaign or a session goes before --set"
    )
