"""Ten planted mistakes: each is told once, at the exact word, with what was meant; and all ten in one pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.content.planted import MISTAKES, Planted, library

from tabletop.content import Problem, check_paths, mending

KINDS = [mistake.kind for mistake in MISTAKES]
ALSO = {
    # The card that was to come, and the flag that was to be asked for, now hang in the air too.
    "misspelt card in a follow-up": {"W208"},
    "misspelt flag in a condition": {"W203"},
    "ending that is never reached": {"W309"},
}


def graver(folder: Path) -> list[Problem]:
    return [problem for problem in check_paths([folder]) if problem.severity != "tip"]


def test_the_shipped_campaign_has_none(tmp_path: Path) -> None:
    assert graver(library(tmp_path)) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=KINDS)
def test_each_is_told_at_its_word(mistake: Planted, tmp_path: Path, marked: Callable[[Problem], str]) -> None:
    found = graver(library(tmp_path, mistake))
    own = next(problem for problem in found if problem.code == mistake.code)
    assert Path(own.file).resolve() == (tmp_path / (mistake.told_in or mistake.file)).resolve()
    line = Path(own.file).read_text(encoding="utf-8").split("\n")[own.line - 1]
    assert own.excerpt == line
    assert marked(own) == mistake.word
    assert mistake.meant in f"{own.message}. {own.hint}"
    assert {problem.code for problem in found if problem is not own} <= ALSO.get(mistake.kind, set())


def test_the_mistakes_with_one_way_out_are_mended(tmp_path: Path) -> None:
    slips = [mistake for mistake in MISTAKES if "did you mean" in mistake.meant]
    folder = library(tmp_path, *slips)
    # Twice: of flags nothing is told while a name is unknown.
    for _ in range(2):
        mending.write(mending.mend(check_paths([folder]), [tmp_path]))
    assert graver(folder) == []


def test_all_that_can_stand_together_are_told_in_one_pass(tmp_path: Path) -> None:
    """A tab in the indent keeps its file from being read; every other mistake is told in the same pass."""
    together = [mistake for mistake in MISTAKES if mistake.code not in ("E105", "W208", "E112")]
    told = {problem.code for problem in graver(library(tmp_path, *together))}
    # Proofs wait until the errors are mended: what they say might be false.
    assert told >= {mistake.code for mistake in together} - {"W202", "W304", "W309"}
