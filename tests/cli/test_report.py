"""`tabletop report`: on standard output or into a file, in four forms, with the right exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign
from tabletop.game import Choice
from tabletop.session import Store, Table

Capture = pytest.CaptureFixture[str]


def play(turns: int, seed: int = 4) -> str:
    with Table.new(load_campaign("halcyon"), seed, people=["delmar"], store=Store()) as table:
        while not table.game.over and len(table.game.played) < turns:
            table.choose("delmar", Choice())
            table.note("What a turn.", seat="delmar")
            table.resolve()
        return table.name


def call(capsys: Capture, *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["report", *words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def test_markdown_on_standard_output(capsys: Capture, own_home: Path) -> None:
    name = play(99)
    out, err = call(capsys, name)
    assert out.startswith("# The Halcyon Compact\n")
    assert "## Luck and judgement" in out
    assert "What a turn." in out
    assert err == ""
    assert call(capsys, name) == (out, "")
    assert call(capsys) == (out, "")
    assert call(capsys, "--format", "md")[0] == out


@pytest.mark.parametrize(("form", "starts"), [("html", "<!DOCTYPE html>"), ("csv", "section,turn"), ("json", "{")])
def test_other_forms(capsys: Capture, own_home: Path, tmp_path: Path, form: str, starts: str) -> None:
    name = play(99)
    out, _ = call(capsys, name, "--format", form)
    assert out.startswith(starts)
    target = tmp_path / f"report.{form}"
    said, _ = call(capsys, name, "-o", str(target))
    assert said == f"The report is written to {target}.\n"
    assert target.read_text(encoding="utf-8") == out
    if form == "json":
        found = json.loads(out)
        assert (found["session"], found["finished"], found["campaign"]["id"]) == (name, True, "halcyon")
        assert found["date"] == Store().show(name).updated[:10]


@pytest.mark.parametrize("question", ["3 delmar {", "3 delmar{", '3 Delmar {"strategy": "hold"'])
def test_an_unfinished_choice_is_told_as_whatif_tells_it(capsys: Capture, own_home: Path, question: str) -> None:
    name = play(99)
    out, err = call(capsys, name, "--whatif", question, code=2)
    assert (out, err) == ("", 'The choice is not JSON. Like {"strategy": "hold"}.\n')
    assert main(["whatif", name, "--turn", "3", "--seat", "delmar", "--choose", "{"]) == 2
    assert capsys.readouterr().err == err


def test_the_latest_game_counts_even_when_it_is_over(capsys: Capture, own_home: Path) -> None:
    play(1, seed=1)
    last = play(99, seed=2)
    assert f"session {last}" in call(capsys)[0]


def test_an_unfinished_game_says_so_and_keeps_its_secrets(capsys: Capture, own_home: Path) -> None:
    name = play(2)
    out, _ = call(capsys, name)
    assert "Not finished." in out
    assert "luck number" not in out
    assert "What a turn." not in out
    brief = load_campaign("halcyon").members[0].brief
    assert brief.split(".")[0] not in out


def test_a_game_that_is_open_elsewhere(capsys: Capture, own_home: Path) -> None:
    with Table.new(load_campaign("halcyon"), 4, people=["delmar"], store=Store()) as table:
        table.choose("delmar", Choice())
        table.resolve()
        assert "Not finished." in call(capsys, table.name)[0]


def test_what_can_go_wrong(capsys: Capture, own_home: Path, tmp_path: Path) -> None:
    _, err = call(capsys, code=1)
    assert "No games are stored yet." in err
    name = play(1)
    _, err = call(capsys, "no-such-game", code=1)
    assert "no-such-game" in err
    _, err = call(capsys, name, "-o", str(tmp_path / "report.pdf"), code=2)
    assert "Use one of .html, .md, .csv, .json." in err
    _, err = call(capsys, name, "-o", str(tmp_path / "none" / "report.md"), code=1)
    assert "There is no folder" in err
    target = tmp_path / "report.md"
    call(capsys, name, "-o", str(target))
    _, err = call(capsys, name, "-o", str(target), code=1)
    assert "exists already. Name another file, or replace it with --force." in err
    call(capsys, name, "-o", str(target), "--force")
    call(capsys, name, "-o", str(tmp_path / "odd.txt"), "--format", "csv")
    assert (tmp_path / "odd.txt").read_text(encoding="utf-8").startswith("section,")
    assert all(line.startswith(("tabletop", "exists")) or line for line in err.splitlines())
    _, err = call(capsys, name, "--format", "pdf", code=2)
    assert "pdf" in err
    assert "Traceback" not in err
