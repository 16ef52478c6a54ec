"""The four forms: the same bytes every time, whole tables, and files that are written whole or not at all."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.report.conftest import played

from tabletop.errors import TabletopError, UsageError
from tabletop.report import FORMS, Report, form_of, gather, render, write
from tabletop.report.facts import Report as Facts
from tabletop.report.tables import COLUMNS


@pytest.mark.parametrize("form", FORMS)
def test_the_same_session_makes_the_same_bytes(report: Report, form: str) -> None:
    again = played()
    assert render(gather(again.game, again.npc, session="a-session", date="2026-05-04"), form) == render(report, form)


def test_another_process_makes_the_same_bytes(report: Report) -> None:
    code = (
        "import hashlib\nfrom tests.report.conftest import played\nfrom tabletop.report import gather, render\n"
        "table = played()\nmade = gather(table.game, table.npc, session='a-session', date='2026-05-04')\n"
        "print(*(hashlib.sha256(render(made, form).encode()).hexdigest() for form in ('html', 'md', 'csv', 'json')))"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    import hashlib

    assert done.stdout.split() == [hashlib.sha256(render(report, form).encode()).hexdigest() for form in FORMS]


def test_json_is_every_fact(report: Report) -> None:
    text = render(report, "json")
    assert text.isascii()
    assert Facts.model_validate_json(text) == report


def test_csv_is_one_long_table(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(render(report, "csv"))))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    by = {name: [row for row in rows if row[0] == name] for name in {row[0] for row in rows}}
    assert len(by["timeline"]) == len(report.timeline) * 13
    cohesion = [float(row[6]) for row in by["timeline"] if row[5] == "cohesion"]
    assert cohesion == [moment.cohesion for moment in report.timeline]
    assert len(by["choice"]) == sum(len(turn.choices) for turn in report.turns)
    assert {"negotiation", "term", "cause", "trust", "burden", "score", "luck", "dice", "card", "note"} <= set(by)


def test_markdown_has_every_section_and_whole_tables(report: Report) -> None:
    text = render(report, "md")
    made = MarkdownIt("commonmark").enable("table").render(text)
    for title in (
        "How it ended", "Who played", "Timeline", "Turn by turn", "Where it turned", "Trust", "Burden and capability",
        "Agreements and treaties", "National scorecards", "Luck and judgement", "The crises", "Notes", "To talk about",
        "What this report can and cannot show",
    ):  # fmt: skip
        assert f"<h2>{title}</h2>" in made
    rows = [line for line in text.split("\n") if line.startswith("|")]
    assert made.count("<tr>") == len(rows) - made.count("<table>")
    assert "|" not in made.replace("\\|", "")


@pytest.mark.parametrize("form", FORMS)
def test_an_unfinished_game_has_every_form(unfinished: Report, form: str) -> None:
    text = render(unfinished, form)
    assert ("not finished" in text) if form in ("html", "md") else text


# ---------------------------------------------------------------- files


def test_the_ending_picks_the_form(tmp_path: Path, report: Report) -> None:
    for name, starts in (
        ("a.html", "<!DOCTYPE html>"),
        ("a.MD", "# The Halcyon"),
        ("a.csv", "section,"),
        ("a.json", "{"),
    ):
        write(report, tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(starts)
    write(report, tmp_path / "b.txt", form="md")
    assert (tmp_path / "b.txt").read_bytes() == (tmp_path / "a.MD").read_bytes()
    assert b"\r" not in (tmp_path / "a.csv").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.MD", "a.csv", "a.html", "a.json", "b.txt"]


@pytest.mark.parametrize("name", ["report.pdf", "report", "report.", ".html.bak", "report.docx"])
def test_an_ending_that_picks_none(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.md, \.csv, \.json"):
        form_of(Path(name))


def test_a_file_is_replaced_only_with_force(tmp_path: Path, report: Report) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(TabletopError, match="exists already") as refused:
        write(report, target)
    assert "--force" in refused.value.next_step
    assert target.read_text(encoding="utf-8") == "mine"
    write(report, target, force=True)
    assert target.read_text(encoding="utf-8").startswith("# The Halcyon")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_dangling_link_is_somebodys_file(tmp_path: Path, report: Report) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere.md")
    with pytest.raises(TabletopError, match="exists already"):
        write(report, tmp_path / "a.md")


def test_bad_places(tmp_path: Path, report: Report) -> None:
    with pytest.raises(TabletopError, match="There is no folder"):
        write(report, tmp_path / "none" / "a.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(TabletopError, match="is a folder"):
        write(report, tmp_path / "folder.md")


def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.md").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(TabletopError, match="No space left on device"):
        write(report, tmp_path / "a.md", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "mine"


def test_an_unknown_form(report: Report) -> None:
    with pytest.raises(UsageError, match="no form “pdf”"):
        render(report, "pdf")
