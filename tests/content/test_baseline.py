"""A baseline knows a problem again when lines move and numbers change, and tells what is new and what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.content import Problem, baseline, check_paths
from tabletop.errors import UsageError

SMALL = Path(__file__).parent / "samples" / "small.yaml"
BROKEN = SMALL.read_text(encoding="utf-8").replace("exposure: 0.8", "exposure: 8").replace("repeat: true", "repeat: 1")


def check(file: Path, text: str) -> list[Problem]:
    file.write_text(text, encoding="utf-8")
    return [problem for problem in check_paths([file]) if problem.severity != "tip"]


def test_moved_lines_and_other_numbers_are_not_new(tmp_path: Path) -> None:
    file, kept = tmp_path / "a.yaml", tmp_path / "kept.json"
    baseline.write(check(file, BROKEN), kept)
    moved = check(file, "# a line\n\n" + BROKEN.replace("exposure: 8", "exposure: 9"))
    found = baseline.compare(moved, kept)
    assert (found.new, len(found.known), found.gone) == ([], 2, 0)


def test_the_same_fault_elsewhere_is_new(tmp_path: Path) -> None:
    file, kept = tmp_path / "a.yaml", tmp_path / "kept.json"
    baseline.write(check(file, BROKEN), kept)
    found = baseline.compare(check(file, BROKEN.replace("exposure: 0.3", "exposure: 3")), kept)
    assert [problem.keys for problem in found.new] == ["members/west-holm/exposure"]


def test_mended_ones_are_counted(tmp_path: Path) -> None:
    file, kept = tmp_path / "a.yaml", tmp_path / "kept.json"
    baseline.write(check(file, BROKEN), kept)
    found = baseline.compare(check(file, SMALL.read_text(encoding="utf-8")), kept)
    assert (found.new, found.known, found.gone) == ([], [], 2)


def test_it_holds_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, kept = tmp_path / "a.yaml", tmp_path / "kept.json"
    baseline.write(check(file, BROKEN), kept)
    monkeypatch.chdir(tmp_path)
    assert baseline.compare(check_paths(["a.yaml"]), Path("kept.json")).new == []


def test_a_second_one_of_a_kind_is_new() -> None:
    one = Problem("E203", "a.yaml", 1, 1, "wrong")
    assert baseline.fingerprint(one) == baseline.fingerprint(Problem("E203", "a.yaml", 7, 3, "wrong"))


def test_twice_is_more_than_once(tmp_path: Path) -> None:
    one, two = Problem("E103", "a.yaml", 1, 1, "odd"), Problem("E103", "a.yaml", 2, 1, "odd")
    baseline.write([one], tmp_path / "kept.json")
    found = baseline.compare([one, two], tmp_path / "kept.json")
    assert (found.new, found.known) == ([two], [one])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tabletop_baseline": 2, "problems": []}', "[" * 100_000, "\0"])
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "kept.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="baseline"):
        baseline.compare([], tmp_path / "kept.json")


def test_a_missing_baseline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        baseline.compare([], tmp_path / "kept.json")
