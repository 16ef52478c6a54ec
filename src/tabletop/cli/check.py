"""`tabletop check` and `tabletop explain`: what is wrong with content, and what a code means."""

from __future__ import annotations

import argparse
import sys

from tabletop import __version__
from tabletop.cli.exits import Exit
from tabletop.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop check`."""
    parser.add_argument(
        "path", nargs="*", metavar="PATH", help="a campaign or deck: its folder, file or id; or a folder of them"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="how to tell (default: text)"
    )
    parser.add_argument("--strict", action="store_true", help="warnings count as problems too")
    parser.add_argument("--explain", metavar="CODE", help="say what a problem's code means, and do nothing else")


def main(args: argparse.Namespace) -> int:
    """Tell every problem of the paths; 0 when there is none, 1 otherwise."""
    if args.explain:
        return explain_code(args.explain)
    if not args.path:
        raise UsageError("Nothing to check is named.", "Name a campaign or deck: tabletop check halcyon")
    from tabletop.content import check_paths, render

    problems = check_paths(args.path, getattr(args, "library", None) or ())
    bad = sum(problem.is_error for problem in problems)
    mild = len(problems) - bad
    if args.format == "json":
        sys.stdout.write(render.as_json(problems))
    elif args.format == "sarif":
        sys.stdout.write(render.as_sarif(problems, __version__))
    else:
        sys.stdout.write(render.as_text(problems))
        sys.stdout.write(_summary(bad, mild) + "\n")
    return Exit.PROBLEM if bad or (args.strict and mild) else Exit.FINE


def _summary(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "No problems."
    told = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return f"{' and '.join(told)}. What a code means: tabletop explain CODE"


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop explain`."""
    parser.add_argument("code", metavar="CODE", help="a problem's code, e.g. E204")


def explain_main(args: argparse.Namespace) -> int:
    """Say what a code means; 2 when there is no such code."""
    return explain_code(args.code)


def explain_code(code: str) -> int:
    from tabletop.content import render
    from tabletop.content.codes import CODES
    from tabletop.content.text import did_you_mean, shorten

    word = code.strip().upper()
    if word not in CODES:
        raise UsageError(
            f"There is no code {shorten(code, 20)}.", did_you_mean(word, CODES) or "Codes look like E204 or W201."
        )
    sys.stdout.write(render.explain(word))
    return Exit.FINE
