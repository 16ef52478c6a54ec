"""`tabletop why`: what it prints, word for word, its data, its exit codes, and that what the page shows is true.

TABLETOP_BLESS=1 writes the transcripts anew, that of docs/author/why.md too.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main

GOLDEN = Path(__file__).parent / "golden"
GATES = Path(__file__).parents[1] / "workbench" / "samples" / "gates.yaml"
BLESS = os.environ.get("TABLETOP_BLESS") == "1"
CASES = {
    "behind": "halcyon cable-cut --seed 1 --turn 5",
    "no-slot": "halcyon airspace --seed 1 --turn 4",
    "queue-only": "halcyon ford-funeral --seed 1",
    "queued": "double-track double-decision --seed 1 --turn 1",
    "follow-up": "double-track double-decision --seed 1",
    "drawn": "halcyon shared-model --seed 1",
    "due": "double-track autumn-vote --seed 2 --turn 7",
    "act": "north-atlantic suez --seed 1 --turn 7",
    "condition": "north-atlantic london-paris --seed 1",
    "numbers": "GATES sea-trial --seed 3",
    "filter": "GATES cold-call --seed 5 --turn 4",
    "otherwise": "GATES sea-trial --seed 24",
    "over": "halcyon sea-encounter --seed 1 --turn 6",
}


def why(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["why", *shlex.split(words.replace("GATES", str(GATES)))]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", CASES)
def test_word_for_word(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = why(CASES[name], capsys)
    file = GOLDEN / f"why-{name}.txt"
    if BLESS:
        file.parent.mkdir(exist_ok=True)
        file.write_text(told, encoding="utf-8")
    assert told == file.read_text(encoding="utf-8")


def test_the_page_shows_what_is_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root / "docs" / "author" / "why.md"
    text = page.read_text(encoding="utf-8")
    found = re.search(r"```\n\$ tabletop why ([^\n]+)\n(.*?)```", text, re.DOTALL)
    assert found is not None
    told = why(found[1], capsys)
    if BLESS:
        text = text.replace(found[0], f"```\n$ tabletop why {found[1]}\n{told}```")
        page.write_text(text, encoding="utf-8")
    assert f"\n{told}```" in text


def test_it_is_the_game_of_run(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["halcyon", "--seed", "7", "--level", "full", "--mind", "greedy", "--mind", "delmar=guarantor", "--json"]
    assert main(["run", *words]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert main(["why", "halcyon", "cable-cut", *words[1:]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["minds"]["delmar"] == "guarantor"
    assert [(t["turn"], t["act"], set(t["dealt"])) for t in found["turns"]] == [
        (row["turn"], row["act"], set(row["dealt"])) for row in rows if row["kind"] == "turn"
    ]


def test_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(why("GATES sea-trial --seed 24 --json", capsys))
    assert list(found) == [
        "campaign", "card", "seed", "level", "minds", "came", "turns", "turn", "status", "because", "tried",
        "otherwise",
    ]  # fmt: skip
    assert (found["came"], found["status"]) == ([], "condition")
    clause = found["because"][0]["because"][0]
    assert clause["clause"].startswith("all: [flag.ship-named")
    assert clause["holds"] is False
    tension = clause["because"][2]["because"][0]
    assert (tension["clause"], tension["wanted"], tension["holds"]) == ("tension > 80", "> 80.0", True)
    assert tension["distance"] == 0
    assert {one["comes"] for one in found["otherwise"]} == {4}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("halcyon cable-ct", 2, "The Halcyon Compact has no card “cable-ct”. Did you mean “cable-cut”?"),
        ("GATES kable", 2, "There are 6: cable-cut, inquiry"),
        ("halcyon cable-cut --turn 0", 2, "There is no turn 0 in this game. It has turns 1 to"),
        ("halcyon cable-cut --mind halcyon=greedy", 2, "has no member “halcyon”"),
        ("halcyon cable-cut --seed -1", 2, "is no whole number"),
        ("halcyn cable-cut", 1, "there is no campaign “halcyn”"),
        ("cable-cut", 2, "No campaign is named. Like this: tabletop why halcyon cable-cut"),
        ("halcyon cable-cut --session x", 2, "A stored game has its own campaign"),
        ("--session nowhere cable-cut", 1, "nowhere"),
    ],
)
def test_wrong_words(words: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", *shlex.split(words.replace("GATES", str(GATES)))]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_a_campaign_with_errors_is_a_content_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text(GATES.read_text(encoding="utf-8").replace("act.thaw", "act.thow"), encoding="utf-8")
    assert main(["why", str(file), "cold-call"]) == 1
    assert "thaw" in capsys.readouterr().err


def test_a_stored_game(capsys: pytest.CaptureFixture[str]) -> None:
    from tabletop.session.desk import Desk
    from tabletop.session.wish import Wish

    desk = Desk()
    name = desk.begin(Wish("halcyon-tutorial", seed=1)).name
    desk.close()
    card = next(iter(desk.campaign("halcyon-tutorial").deck))
    assert main(["why", "--session", name, card, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["seed"], len(found["turns"])) == (1, 1)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom tabletop.cli import main\n"
        "main(['why', '--help'])\n"
        "assert not {'numpy', 'pydantic', 'textual'} & set(sys.modules), sorted(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
