"""Every code of the walks: its wrong example is found at the marked word, its right one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.content.frames import run

from tabletop.content.codes import CODES
from tabletop.content.codes.walks import TIPS, WALKS
from tabletop.workbench.walks import check_paths

FOUND_BY_WALKS = [*WALKS, *TIPS]
GAMES = 450


@pytest.mark.parametrize("code", FOUND_BY_WALKS)
def test_wrong(code: str, tmp_path: Path) -> None:
    entry = CODES[code]
    assert entry.found_by == "check --walk"
    assert entry.confidence != "certain"
    static = run(entry, entry.bad, tmp_path)
    assert not [problem.code for problem in static.problems if problem.severity != "tip"]
    found = [problem for problem in check_paths([tmp_path / "frame.yaml"], walks=GAMES) if problem.code == code]
    assert found
    if entry.word:
        marked = [problem.excerpt[problem.column - 1 : problem.column - 1 + problem.length] for problem in found]
        assert entry.word in marked


@pytest.mark.parametrize("code", FOUND_BY_WALKS)
def test_right(code: str, tmp_path: Path) -> None:
    entry = CODES[code]
    run(entry, entry.good, tmp_path)
    assert code not in {problem.code for problem in check_paths([tmp_path / "frame.yaml"], walks=GAMES)}


def test_what_is_ignored_is_left_out_and_is_no_unused_line_without_walks(tmp_path: Path) -> None:
    entry = CODES["W501"]
    static = run(entry, f"{entry.bad}\nignore: {{W501: Only for the teacher}}", tmp_path)
    assert "W204" not in {problem.code for problem in static.problems}
    assert "W501" not in {problem.code for problem in check_paths([tmp_path / "frame.yaml"], walks=GAMES)}
