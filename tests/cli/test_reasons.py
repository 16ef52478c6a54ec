"""What an author gives as reasons is read on every face: `run`, its JSON, the reports, author tests, the card bench."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tabletop.cli import main
from tabletop.content import load_campaign
from tabletop.content.trials.loading import load_trials
from tabletop.report import gather
from tabletop.report.files import render
from tabletop.session import Table
from tabletop.workbench.alliance import open_path
from tabletop.workbench.benchtext import as_text
from tabletop.workbench.cardbench import CardBench
from tabletop.workbench.trials.transcript import transcript

SMALL = Path(__file__).parents[1] / "content" / "samples" / "small.yaml"
SILENT = "did not answer, so it counts as failed here"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The small campaign with an inquiry that is dealt, and a gesture there that changes something."""
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("act: storm, when: is.rough", "act: storm, when: turn > 1")
    text = text.replace("opening: The sea is flat.", "opening: The sea is flat.\n    closing: The birds leave.")
    text = text.replace("    situation: Somebody asks.\n    weight: 0\n", """\
    situation: Somebody asks.
    repeat: true
    weight: 9
    options:
      confidence:
        on_success: [{change: {harm: 2}, why: The letters are opened}]
        on_failure: [{change: {tension: 1}, why: Nobody wrote back}]
""")  # fmt: skip
    (tmp_path / "campaign.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    given = "{name: a, given: {seeds: 5, minds: {everyone: always-confidence}}, transcript: a.txt}"
    (tmp_path / "tests" / "one.yaml").write_text(f"format: 1\ntests:\n  - {given}\n", encoding="utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], home: Path, *words: str) -> str:
    assert main(["run", str(home), "--mind", "always-confidence", *words]) == 0
    return capsys.readouterr().out


def test_run_tells_reasons_answers_and_acts(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    letters = silence = 0
    for seed in range(12):
        out = " ".join(told(capsys, home, "--seed", str(seed)).split())
        rows = [json.loads(line) for line in told(capsys, home, "--seed", str(seed), "--json").splitlines()]
        groups = [group for row in rows if row["kind"] == "turn" for group in row["outcomes"]]
        assert out.count(SILENT) == sum(group["answered"] is False for group in groups)
        rows_of = [row for turn in rows if turn["kind"] == "turn" for row in turn["ledger"]]
        for why, effect in (("The letters are opened", "civilian harm +2.0"), ("Nobody wrote back", "tension +1.0")):
            happened = sum(row["why"] == why and row["rule"] == "E1" for row in rows_of)
            assert len(re.findall(rf"{why}: {re.escape(effect)}", out)) == happened, "once for each time"
        assert "The birds leave. This act follows because: The wind turns. Storm The sea is not flat." in out
        assert "Winter: tension +5.0 and means of Aster −0.5." in out
        letters += sum(row["why"] == "The letters are opened" for row in rows_of)
        silence += out.count(SILENT)
    assert letters > 0
    assert silence > 0


def test_the_report_tells_them_too(home: Path) -> None:
    campaign = load_campaign(str(home))
    for seed in range(12):
        table = Table.new(campaign, seed, npc={one.id: "always-confidence" for one in campaign.members})
        while not table.game.over:
            table.resolve()
        report = gather(table.game, table.npc)
        made = " ".join(render(report, "md").split())
        groups = [group for turn in table.game.played for group in turn.groups]
        silent = [group for group in groups if group.answered is False]
        assert made.count("success, not answered") == len(silent)
        assert "This act follows because: The wind turns." in made
        assert "The birds leave." in made
        assert "Winter: tension +5.0" in made
        if silent:
            assert "Nobody wrote back: tension +1.0." in made
            return
    raise AssertionError("no gesture stayed unanswered")


def test_a_transcript_says_what_was_not_answered(home: Path) -> None:
    (test,) = load_trials(home).tests
    lines = [line for seed in range(12) for line in transcript(test, seed).splitlines() if "confidence on" in line]
    results = {line.rsplit(", ", 1)[-1] for line in lines if "chance" in line}
    assert results == {"succeeds", "fails", "not answered"}
    assert not any("cable-cut" in line for line in lines if line.endswith("not answered")), "only abroad"


def test_the_bench_says_that_an_answer_is_needed(home: Path) -> None:
    opened = open_path(home)
    text = as_text(CardBench(opened.authored, card="inquiry"), opened)
    assert "  Confidence succeeds and is answered\n    civilian harm +2.0: The letters are opened" in text
    assert "  Confidence fails, or is not answered\n" in text
    assert "  Track II succeeds\n" in as_text(CardBench(opened.authored, card="cable-cut"), opened)
