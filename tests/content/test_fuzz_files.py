"""A hundred thousand broken files, each read twice: with libyaml and with PyYAML's own parser."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import Problem, check_paths, mending, render
from tabletop.content.reader import read_text

PARTS = 4


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with resource")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_file_passes_or_is_told_where(part: int, scale: Callable[[int, int], int], root: Path) -> None:
    """No traceback, no crash, no hang, no flood; every problem with its file, line, code and the line's own words."""
    count = scale(240, 100_000) // PARTS
    call = [sys.executable, "-m", "tests.content.fuzzing", str(part * 25_000), str(count)]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[:5], done.stderr[-3000:])
    told = lines[-1]
    assert told["files"] == count
    # A run in which all files pass, or all fail in one way, would prove nothing.
    assert 0 < told["passed"] < count
    assert len(told["codes"]) > 12
    assert told["megabytes"] < 300


@pytest.mark.parametrize(
    "line", ["\r", "\x85", "\u2028", "\u2029", "\x1b[2J", "\x07", "\u202e", "\ue000\x9b31m", "\x0b", "\x0c", "\x00"]
)
def test_an_excerpt_keeps_the_cursor_where_it_is(line: str) -> None:
    # Found by fuzzing: a carriage return in the excerpt reached the screen.
    problem = Problem("E103", "x.yaml", 1, 3, "a control character stands here", excerpt=f"a{line}b {line} c")
    shown = render.one_as_text(problem)
    assert len(shown.splitlines()) == 3
    assert all(char.isprintable() or char in "\n\ue000" for char in shown)


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
def test_a_word_that_goes_on_in_the_next_line_is_marked_as_far_as_it_stands(pure: bool, tmp_path: Path) -> None:
    # Found by fuzzing: the mark ran past the end of the line, and half a word would have been mended.
    document = read_text("x: {strategy: 1, card\n    sea, tactic: 2}\n", str(tmp_path / "x.yaml"), pure=pure)
    assert document.data == {"x": {"strategy": 1, "card sea": None, "tactic": 2}}
    problem = document.root.at("x", "card sea").problem("E201", "no such key", "did you mean “card-sea”?", key=True)
    assert (problem.line, problem.column, problem.length) == (1, 18, 4)
    assert problem.excerpt[problem.column - 1 :][: problem.length] == "card"
    assert problem.fix is None
    assert mending.mend([problem], [tmp_path]) == []


def test_a_mark_never_leaves_its_line() -> None:
    document = read_text("when: flag.a and\n  flag.b\n")
    problem = document.root.at("when").problem("E402", "no such flag", offset=5, length=40, fix="x")
    assert problem.column - 1 + problem.length == len(problem.excerpt)
    assert problem.fix is None


def test_two_faults_of_one_entry_where_mending_one_takes_the_entry_away(tmp_path: Path, small: Path) -> None:
    # Found by fuzzing: the second key was looked for in an entry that had become empty.
    text = small.read_text(encoding="utf-8")
    entry = "- {change: {tension: +5, means: -0.5}, who: [aster], why: Winter}"
    assert entry in text
    text = text.replace(entry, "- {queue: {car:d: inquiry, after: 0}, when turn < 3}").replace(
        "exposure: 0.3", "exposure: x"
    )
    file = tmp_path / "campaign.yaml"
    file.write_text(text, encoding="utf-8")
    told = {(problem.code, problem.excerpt.strip()[:8]) for problem in check_paths([file])}
    assert ("E201", "- {queue") in told
    assert ("E203", "exposure") in told
