"""`tabletop run`: the fields others rely on, the same bytes everywhere, scripts, and mistakes told with their line."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tabletop.cli import main

STRATEGIES = {"hold", "bilateral", "multilateral", "confidence", "track2"}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main(["run", *words, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def numbers(value: Any) -> list[float]:
    if isinstance(value, float):
        return [value]
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    return [n for part in value for n in numbers(part)] if isinstance(value, list) else []


@pytest.mark.parametrize("level", ["basics", "standard", "full"])
def test_the_fields_of_json_lines(capsys: pytest.CaptureFixture[str], level: str) -> None:
    start, *turns, end = run(capsys, "halcyon", "--seed", "7", "--level", level)
    assert (start["kind"], start["campaign"], start["seed"]) == ("start", "halcyon", 7)
    assert re.fullmatch(r"[0-9a-f]{64}", start["digest"])
    assert start["rules_version"]
    members = start["members"]
    assert [turn["turn"] for turn in turns] == list(range(1, len(turns) + 1))
    total = {"cohesion": 0.0, "stability": 0.0}
    for turn in turns:
        assert turn["kind"] == "turn"
        assert list(turn["choices"]) == members
        for choice in turn["choices"].values():
            assert list(choice) == ["strategy", "tactic", "effort", "target", "clause", "card"]
            assert choice["strategy"] in STRATEGIES
            assert choice["effort"] in (0, 1, 2)
        for card in turn["cards"]:
            assert 0 <= card["escalation"] <= 6
        for outcome in turn["outcomes"]:
            assert outcome["success"] == (outcome["die"] is not None and outcome["die"] < outcome["chance"])
            assert sum(outcome["terms"].values()) == pytest.approx(outcome["score"])
        for row in turn["ledger"]:
            assert {"rule", "variable", "who", "amount", "why"} <= set(row)
        for index, before in total.items():
            change = sum(row["amount"] for row in turn["ledger"] if row["variable"] == index)
            assert turn["turn"] == 1 or turn[index] == pytest.approx(before + change)
            total[index] = turn[index]
    assert end["kind"] == "end"
    assert end["outcome"] in ("win", "draw", "cohesion-collapse", "stability-collapse")
    assert (end["turns"], end["cohesion"], end["stability"]) == (
        len(turns),
        turns[-1]["cohesion"],
        turns[-1]["stability"],
    )
    assert list(end["members"]) == members
    assert re.fullmatch(r"[0-9a-f]{64}", end["state_hash"])
    assert list(end["objectives"]) == members
    assert set(end["objectives"].values()) <= {True, False, None}
    assert all(n == round(n, 2) for n in numbers([start, *turns, end]))


@pytest.mark.long
def test_the_same_bytes_in_every_process() -> None:
    seen = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Kolkata")):
        for words in (["--json"], []):
            done = subprocess.run(
                [sys.executable, "-m", "tabletop", "run", "halcyon", "--seed", "5", "--mind", "random", *words],
                capture_output=True, check=True, timeout=180,
                env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "COLUMNS": seed + "40"},
            )  # fmt: skip
            assert done.stderr == b""
            assert b"\r" not in done.stdout
            seen.add((bool(words), hashlib.sha256(done.stdout).hexdigest()))
    assert len(seen) == 2


def test_a_run_replays_from_its_own_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = run(capsys, "halcyon", "--seed", "21", "--mind", "random", "--mind", "delmar=greedy", "--level", "full")
    script = tmp_path / "choices.jsonl"
    script.write_text("\n".join(json.dumps(row) for row in rows))
    assert run(capsys, "halcyon", "--script", str(script)) == rows
    single = tmp_path / "single.jsonl"
    single.write_text("\n".join(
        json.dumps({"turn": row["turn"], "member": member, "choice": choice})
        for row in rows if row["kind"] == "turn" for member, choice in row["choices"].items()
    ))  # fmt: skip
    assert run(capsys, "halcyon", "--seed", "21", "--level", "full", "--script", str(single)) == rows


def test_unscripted_seats_fall_to_the_mind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    script = tmp_path / "one.jsonl"
    script.write_text('\n{"turn": 1, "member": "delmar", "choice": {"strategy": "hold"}}\n\n')
    plain = run(capsys, "halcyon", "--seed", "3")
    played = run(capsys, "halcyon", "--seed", "3", "--script", str(script))
    assert played[1]["choices"]["delmar"]["strategy"] == "hold"
    others = [{k: v for k, v in rows[1]["choices"].items() if k != "delmar"} for rows in (plain, played)]
    assert others[0] == others[1]


def test_minds_by_seat(capsys: pytest.CaptureFixture[str]) -> None:
    rows = run(capsys, "halcyon", "--seed", "3", "--mind", "always-track2", "--mind", "delmar=always-confidence")
    for row in rows[1:-1]:
        for member, choice in row["choices"].items():
            assert choice["strategy"] in ("hold", "confidence" if member == "delmar" else "track2")


def test_a_run_is_the_game_that_a_batch_plays(capsys: pytest.CaptureFixture[str]) -> None:
    """What `lab` will print as samples: the same choices, the same end, the same hash."""
    import numpy as np

    from tabletop.content import load_campaign
    from tabletop.game import state_hash
    from tabletop.lab.play import play
    from tabletop.minds import find
    from tabletop.rules.luck import game_key
    from tabletop.rules.vocabulary import Level

    for level in Level:
        for mind in ("thoughtful", "random"):
            tables = load_campaign("halcyon").tables(level)
            states = play(tables, np.array([game_key(seed) for seed in (1, 2, 3)], np.uint64), find(mind))
            end = run(capsys, "halcyon", "--seed", "2", "--mind", mind, "--level", level.word)[-1]
            assert end["state_hash"] == state_hash(states, 1), (level, mind)


def test_the_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "halcyon-tutorial", "--seed", "2"]) == 0
    text = capsys.readouterr().out
    assert max(len(line) for line in text.splitlines()) <= 80
    turns = re.findall(r"^Turn (\d+)\.", text, re.M)
    assert turns == [str(k) for k in range(1, len(turns) + 1)]
    assert re.search(r"\(grade [A-F]\)", text)
    assert "National scores: " in text


@pytest.mark.parametrize("level", ["basics", "full"])
def test_the_end_says_whose_objective_was_met_and_what_was_tried(
    capsys: pytest.CaptureFixture[str], level: str
) -> None:
    words = ("halcyon", "--seed", "4", "--level", level)
    *turns, end = run(capsys, *words)[1:]
    assert main(["run", *words]) == 0
    text = " ".join(capsys.readouterr().out.split())
    for met, said in ((True, "Objectives met: "), (False, "Objectives not met: ")):
        names = [name.capitalize() for name, was in end["objectives"].items() if was is met]
        assert (f"{said}{', '.join(names)}." in text) == bool(names)
    groups = [group for turn in turns for group in turn["outcomes"] if group["tried"]]
    for strategy in {group["strategy"] for group in groups}:
        own = [group for group in groups if group["strategy"] == strategy]
        assert f"{strategy} {sum(group['success'] for group in own)} of {len(own)} worked" in text
    assert ("Tactics: " in text) == (level == "full")


def test_a_game_with_other_numbers_is_the_one_that_a_study_plays(capsys: pytest.CaptureFixture[str]) -> None:
    """Minds choose anew under the other rules; weights give way to each other."""
    import numpy as np

    from tabletop.content import load_campaign
    from tabletop.game import state_hash
    from tabletop.lab.play import play
    from tabletop.minds import find
    from tabletop.rules.luck import game_key
    from tabletop.rules.vocabulary import Level

    words = ("halcyon", "--seed", "5", "--set", "start_tension=62.4", "--set", "stability_weights.calm=0.24")
    start, *_, end = run(capsys, *words)
    assert start["set"]["start_tension"] == 62.4
    tables = load_campaign("halcyon").tables(Level.STANDARD, start["set"])
    state = play(tables, np.array([game_key(5)], np.uint64), find("thoughtful"))
    assert end["state_hash"] == state_hash(state, 0)
    assert end["state_hash"] != run(capsys, "halcyon", "--seed", "5")[-1]["state_hash"]
    assert main(["run", *words]) == 0
    assert "\nWith start_tension = 62.4, " in capsys.readouterr().out
    assert main(["run", "halcyon", "--set", "start_tensoin=3"]) == 2
    assert "start_tension" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "Line 2 of the script: it is not JSON."),
        ("[" * 60_000, "Line 2 of the script: it is not JSON."),
        ("3", "Line 2 of the script: it is no object."),
        ('{"turn": 0, "member": "delmar"}', "Line 2 of the script: its turn is no whole number"),
        ('{"turn": 1}', "Line 2 of the script: it names no member."),
        ('{"turn": 1, "choices": []}', "Line 2 of the script: its choices are no object."),
        ('{"turn": 1, "member": "delma", "choice": {"strategy": "hold"}}', "no member “delma”. Did you mean “delmar”?"),
        ('{"turn": 1, "member": "delmar"}', "Line 2 of the script: delmar: A choice is an object."),
        (
            '{"turn": 1, "member": "delmar", "choice": {"strategy": "hodl"}}',
            "There is no strategy “hodl”. Did you mean “hold”?",
        ),
        (
            '{"turn": 1, "member": "delmar", "choice": {"strategy": "track2", "card": "x\\u001b[2J"}}',
            "Line 2 of the script: turn 1, delmar: The card “x[2J” is not on the table.",
        ),
    ],
)
def test_what_is_wrong_with_a_script(capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, said: str) -> None:
    script = tmp_path / "bad.jsonl"
    script.write_text(f'{{"kind": "start", "seed": 3}}\n{line}\n')
    assert main(["run", "halcyon", "--script", str(script)]) == 1
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_wrong_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words, said, code in (
        (["halcion"], "did you mean “halcyon”", 1),
        (["halcyon", "--seed", "-1"], "no whole number", 2),
        (["halcyon", "--seed", "٣"], "no whole number", 2),
        (["halcyon", "--level", "hard"], "not \"hard\"", 2),
        (["halcyon", "--mind", "thoughtfull"], "Did you mean thoughtful?", 2),
        (["halcyon", "--mind", "delma=random"], "Did you mean “delmar”?", 2),
        (["halcyon", "--script", str(tmp_path / "none")], "cannot be read", 1),
        ([], "CAMPAIGN", 2),
    ):  # fmt: skip
        assert main(["run", *words]) == code, words
        told = capsys.readouterr()
        assert said in told.err
        assert told.out == ""


def test_running_needs_no_textual() -> None:
    play = "from tabletop.cli import main; main(['run', 'halcyon-tutorial'])"
    script = f"import sys; {play}; sys.exit('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.DEVNULL, timeout=180, check=False)
    assert done.returncode == 0
