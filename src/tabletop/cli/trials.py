"""`tabletop test`: an author's own tests, run and told one line each."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from typing import TYPE_CHECKING, Any

from tabletop.cli.exits import Exit
from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.content.trials.loading import Prepared
    from tabletop.workbench.trials.judging import Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of `tabletop test`."""
    parser.add_argument("path", metavar="PATH", help="a campaign or deck (its tests/ folder), or one file of tests")
    parser.add_argument("--only", metavar="WORDS", help="only tests whose name holds these words")
    parser.add_argument("--bless", action="store_true", help="write the transcripts down as they are now")
    parser.add_argument("--show", metavar="SEED", type=int, help="print how the game with this seed goes in each test")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each test")


def main(args: argparse.Namespace) -> int:
    """Run the tests; 0 when all pass, 1 when one does not or cannot be read."""
    from tabletop.content.trials.loading import load_trials
    from tabletop.workbench.trials.judging import judge

    trials = load_trials(args.path, args.library or ())
    if trials.problems:
        from tabletop.content import render

        sys.stdout.write(render.as_text(trials.problems))
    chosen = [test for test in trials.tests if args.only is None or args.only.lower() in test.trial.name.lower()]
    if args.only is not None and not chosen and trials.tests:
        names = "; ".join(test.trial.name for test in trials.tests[:8])
        raise UsageError(f"No test is called “{args.only[:40]}”.", f"There are: {names}.")
    if args.show is not None:
        return _show(chosen, args.show)
    verdicts = []
    for test in chosen:
        try:
            verdict = judge(test, bless=args.bless)
        except OSError as error:
            raise TabletopError(
                f"{error.filename}: the transcript cannot be written: {error.strerror}.", "Look at the folder's rights."
            ) from error
        verdicts.append(verdict)
        sys.stdout.write(_as_json(verdict) if args.json else _told(verdict, args.path))
    broken = sum(problem.is_error for problem in trials.problems)
    failed = sum(not verdict.passed for verdict in verdicts)
    if not args.json:
        sys.stdout.write(_summary(len(verdicts) - failed, failed, broken) + "\n")
    return Exit.PROBLEM if failed or broken else Exit.FINE


def _show(chosen: list[Prepared], seed: int) -> int:
    from tabletop.workbench.trials.transcript import transcript

    if not 0 <= seed < 1 << 64:
        raise UsageError(f"{seed} is no seed.", "A whole number from 0 to 18446744073709551615.")
    for test in chosen:
        sys.stdout.write(f"{test.trial.name}\n{transcript(test, seed)}\n")
    return Exit.FINE


def _told(verdict: Verdict, path: str) -> str:
    from tabletop.content.text import clean

    lines = [f"{'passes' if verdict.passed else 'FAILS '}  {verdict.name}"]
    for finding in verdict.findings:
        if finding.met:
            continue
        lines.append(f"    {verdict.file}:{finding.line}: expected {finding.wanted}")
        lines.append(f"        {finding.found}")
        if finding.seeds:
            first, *more = finding.seeds
            also = f"  (also {', '.join(map(str, more))})" if more else ""
            lines.append(f"        look: tabletop test {path} --only {shlex.quote(verdict.name)} --show {first}{also}")
    lines += [f"    written down: {verdict.blessed}"] if verdict.blessed else []
    lines += [f"        {line}" for line in verdict.diff[:40]]
    return "\n".join(clean(line) for line in lines) + "\n"


def _as_json(verdict: Verdict) -> str:
    row: dict[str, Any] = {
        "name": verdict.name, "file": verdict.file, "line": verdict.line, "passed": verdict.passed,
        "games": verdict.games,
        "expectations": [
            {"met": one.met, "wanted": one.wanted, "found": one.found, "seeds": list(one.seeds), "line": one.line}
            for one in verdict.findings
        ],
        "diff": list(verdict.diff),
    }  # fmt: skip
    return json.dumps(row, ensure_ascii=False) + "\n"


def _summary(passed: int, failed: int, broken: int) -> str:
    told = [f"{passed} passed"] if passed or not (failed or broken) else []
    told += [f"{failed} failed"] if failed else []
    told += [f"{broken} {'problem' if broken == 1 else 'problems'} in the tests themselves"] if broken else []
    return ", ".join(told) + "."
