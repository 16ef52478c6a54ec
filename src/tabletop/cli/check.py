"""`tabletop check` and `tabletop explain`: what is wrong with content, and what a code means."""

from __future__ import annotations

import argparse
import gc
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tabletop import __version__
from tabletop.cli.exits import Exit
from tabletop.errors import UsageError

if TYPE_CHECKING:
    from tabletop.content.baseline import Compared
    from tabletop.content.problems import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop check`."""
    parser.add_argument(
        "path", nargs="*", metavar="PATH", help="a campaign or deck: its folder, file or id; or a folder of them"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="how to tell (default: text)"
    )
    parser.add_argument("--strict", action="store_true", help="warnings count as problems too")
    parser.add_argument("--no-tips", dest="tips", action="store_false", help="leave tips out; they never count")
    parser.add_argument("--baseline", metavar="FILE", type=Path, help="tell only what is new since FILE was written")
    parser.add_argument(
        "--write-baseline", metavar="FILE", type=Path, help="note in FILE what there is now, and leave with 0"
    )
    parser.add_argument("--fix", action="store_true", help="carry out the fixes that are clear, then check again")
    parser.add_argument("--dry-run", action="store_true", help="with --fix: show the change and write nothing")
    parser.add_argument("--walk", action="store_true", help="play campaigns too, aimed at what is not met yet")
    parser.add_argument("--walks", type=walks, metavar="N", help="with --walk: how many games (default: 3000)")
    parser.add_argument("--explain", metavar="CODE", help="say what a problem's code means, and do nothing else")


def main(args: argparse.Namespace) -> int:
    """Tell every problem of the paths; 0 when there is none, 1 otherwise."""
    if args.explain:
        return explain_code(args.explain)
    if not args.path:
        raise UsageError("Nothing to check is named.", "Name a campaign or deck: tabletop check halcyon")
    if args.walks is not None and not args.walk:
        raise UsageError("--walks belongs to --walk.", "Leave it out, or add --walk.")
    if args.dry_run and not args.fix:
        raise UsageError("--dry-run belongs to --fix.", "Leave it out, or add --fix.")
    problems = find(args)
    if args.fix:
        problems = mend(args, problems)
    return tell(args, problems)


def find(args: argparse.Namespace) -> list[Problem]:
    """The problems of the paths, whatever the words of the call leave out of the telling."""
    from tabletop.content import check_paths

    folders = getattr(args, "library", None) or ()
    usual = gc.get_threshold()
    # Hardly anything becomes garbage while files are read; to look for it often would take as long as all the rest.
    gc.set_threshold(200_000, 20, 20)
    try:
        problems = check_paths(args.path, folders)
    finally:
        gc.set_threshold(*usual)
    return [*problems, *walk(args, folders)] if args.walk else problems


def walks(text: str) -> int:
    """The number of walks, from the words of the call."""
    from tabletop.cli.walk import count

    return count(text)


def walk(args: argparse.Namespace, folders: Sequence[str]) -> list[Problem]:
    """What walks find in the campaigns of the paths."""
    from tabletop.cli.walk import WALKS, Progress
    from tabletop.workbench.walks import check_paths

    with Progress() as progress:
        return check_paths(args.path, folders, args.walks or WALKS, progress)


def mend(args: argparse.Namespace, problems: list[Problem]) -> list[Problem]:
    """Carry out the clear fixes, or show them; the problems that are left."""
    from tabletop.content import mending

    named = [Path(path).expanduser() for path in args.path]
    for path in named:
        if not path.exists():
            raise UsageError(f"--fix needs a path, and {path} is none.", "Name the folder or file to be mended.")
    mended = mending.mend(problems, named)
    if args.dry_run:
        for item in mended:
            sys.stdout.write(item.diff())
        return problems
    mending.write(mended)
    for item in mended:
        for line in item.lines():
            # Other formats are read by programs: there the report alone stands on standard output.
            (sys.stdout if args.format == "text" else sys.stderr).write(f"mended {line}\n")
    return find(args) if mended else problems


def tell(args: argparse.Namespace, problems: list[Problem]) -> int:
    """Write the problems in the form that is asked for; the exit code."""
    from tabletop.content import baseline, render

    if args.write_baseline:
        from tabletop.content.text import clean

        baseline.write(problems, args.write_baseline)
        if args.format == "text":
            sys.stdout.write(f"{_count(len(problems), 'problem')} noted in {clean(str(args.write_baseline))}.\n")
            return Exit.FINE
    compared = baseline.compare(problems, args.baseline) if args.baseline else None
    hidden = 0
    if not args.tips:
        hidden = sum(problem.severity == "tip" for problem in (compared.new if compared else problems))
        problems = _graver(problems)
        compared = compared and replace(compared, new=_graver(compared.new), known=_graver(compared.known))
    new = compared.new if compared else problems
    if args.format == "json":
        sys.stdout.write(render.as_json(new))
    elif args.format == "sarif":
        sys.stdout.write(render.as_sarif(problems, __version__, compared))
    else:
        sys.stdout.write(render.as_text(sorted(new, key=lambda problem: problem.severity == "tip")))
        for line in _summary(new, hidden, compared):
            sys.stdout.write(line + "\n")
    if args.write_baseline:
        return Exit.FINE
    grave = any(problem.is_error or (args.strict and problem.severity == "warning") for problem in new)
    return Exit.PROBLEM if grave else Exit.FINE


def _graver(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity != "tip"]


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _summary(problems: list[Problem], hidden: int, compared: Compared | None) -> Iterator[str]:
    """What was found, in numbers, and what is not shown."""
    counts = Counter(problem.severity for problem in problems)
    told = [_count(counts[word], word) for word in ("error", "warning", "tip") if counts[word]]
    new = "new " if compared and compared.known else ""
    if told:
        told = [", ".join(told[:-1]), told[-1]] if len(told) > 1 else told
        yield f"{' and '.join(told)}. What a code means: tabletop explain CODE"
    else:
        yield f"No {new}problems."
    if hidden:
        yield f"{_count(hidden, 'tip')} left out."
    if compared and compared.known:
        yield f"{_count(len(compared.known), 'problem')} of the baseline not shown."
    if compared and compared.gone:
        verb = "is" if compared.gone == 1 else "are"
        yield f"{compared.gone} of the baseline {verb} gone: write it anew with --write-baseline."


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop explain`."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="a problem's code, e.g. E204; without one: all codes")


def explain_main(args: argparse.Namespace) -> int:
    """Say what a code means; 2 when there is no such code."""
    if args.code is None:
        from tabletop.content import render
        from tabletop.workbench.balance.codes import list_codes

        sys.stdout.write(f"{render.list_codes()}\n{list_codes()}")
        return Exit.FINE
    return explain_code(args.code)


def explain_code(code: str) -> int:
    from tabletop.content import render
    from tabletop.content.codes import CODES
    from tabletop.content.text import did_you_mean, shorten
    from tabletop.workbench.balance import codes as findings

    word = code.strip().upper()
    if word in findings.CODES:
        sys.stdout.write(findings.explain(word))
        return Exit.FINE
    if word not in CODES:
        raise UsageError(
            f"There is no code {shorten(code, 20)}.",
            did_you_mean(word, [*CODES, *findings.CODES]) or "Codes look like E204, W201 or L101.",
        )
    sys.stdout.write(render.explain(word))
    return Exit.FINE
