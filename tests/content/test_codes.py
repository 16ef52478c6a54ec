"""Every code's wrong example gives that code at the marked word, and its right example does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.content.frames import Run, campaign_text, run

from tabletop.content import check_paths
from tabletop.content.codes import CODES, Code
from tabletop.content.mending import mend, write

STATIC = [code for code, entry in CODES.items() if entry.found_by == "check"]
FAMILIES = {"E": "12345", "W": "235", "T": "4"}


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_whole(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch(r"[EWT]\d{3}", code)
    assert code[1] in FAMILIES[code[0]]
    assert entry.title
    assert not entry.title.endswith(".")
    assert entry.cause.endswith(".")
    assert entry.fix.endswith(".")
    assert entry.bad, "a code needs a wrong example that runs"
    assert entry.good, "a code needs a right example that runs"
    assert entry.bad != entry.good
    assert entry.word in entry.bad
    assert entry.confidence in ("certain", "likely", "possible")
    # What walks find is tried in tests/workbench/walks.
    assert entry.found_by in ("check", "check --walk")
    if code.startswith("E"):
        assert entry.confidence == "certain"


def test_there_are_enough() -> None:
    assert len(CODES) >= 60


def test_the_frame_is_sound(tmp_path: Path) -> None:
    file = tmp_path / "frame.yaml"
    file.write_text(campaign_text(), encoding="utf-8")
    assert [problem.one_line() for problem in check_paths([file]) if problem.severity != "tip"] == []


def graver(code: str, found: Run) -> set[str]:
    """Codes found that are as grave as this one, or graver."""
    order = "EWT"
    return {problem.code for problem in found.problems if order.index(problem.code[0]) <= order.index(code[0])}


@pytest.mark.parametrize("code", STATIC)
def test_wrong(code: str, tmp_path: Path) -> None:
    entry = CODES[code]
    found = run(entry, entry.bad, tmp_path)
    told = [problem.one_line() for problem in found.problems]
    assert code in {problem.code for problem in found.problems}, told
    if not code.startswith("T"):
        assert graver(code, found) == {code}, told
    if found.start is not None:
        stands(entry, found, code)


def stands(entry: Code, found: Run, code: str) -> None:
    """The problem points at the example's marked word, or somewhere into the example."""
    assert found.start
    line, column = found.start
    places = [problem for problem in found.problems if problem.code == code]
    if not entry.word:
        assert any(line <= problem.line < line + found.lines or problem.line == 0 for problem in places)
        return
    at = entry.bad.rindex(entry.word)
    line += entry.bad.count("\n", 0, at)
    column += at - (entry.bad.rfind("\n", 0, at) + 1)
    marked = {(p.line, p.column): p.excerpt[p.column - 1 : p.column - 1 + p.length] for p in places}
    assert (line, column) in marked, [problem.one_line() for problem in places]
    assert entry.word in (marked[line, column], marked[line, column] + entry.word[1:])


@pytest.mark.parametrize("code", STATIC)
def test_right(code: str, tmp_path: Path) -> None:
    entry = CODES[code]
    found = run(entry, entry.good, tmp_path)
    told = [problem.one_line() for problem in found.problems]
    assert code not in {problem.code for problem in found.problems}, told
    assert {problem.code for problem in found.problems if problem.is_error} == set(), told


@pytest.mark.parametrize("code", STATIC)
def test_a_fix_mends_what_it_belongs_to(code: str, tmp_path: Path) -> None:
    entry = CODES[code]
    found = run(entry, entry.bad, tmp_path)
    wanted = [problem for problem in found.problems if problem.code == code and problem.fix is not None]
    if not wanted:
        assert code not in FIXABLE
        return
    mended = mend(wanted, [tmp_path])
    assert [problem for item in mended for problem in item.done]
    write(mended)
    after = check_paths([mended[0].file])
    assert code not in {problem.code for problem in after}, mended[0].diff()


FIXABLE = {"E103", "E106", "E118", "E201", "E203", "E301", "E302", "E303", "E304", "E311", "E402", "W206"}
"""Codes whose example has but one way to be mended."""
