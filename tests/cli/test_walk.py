"""`tabletop walk` and `tabletop check --walk`, as authors call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main

HIDDEN = str(Path(__file__).parent.parent / "workbench" / "walks" / "samples" / "hidden.yaml")


def test_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", HIDDEN, "--walks", "400"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    out = captured.out
    assert out.startswith("Three locks, level standard: 400 walks from seed 1")
    for kind in ("cards", "options", "acts", "ways", "endings", "effects", "condition sides"):
        assert f"  {kind} " in out
    assert "card no-key" in out
    assert "nearest: min(trust) > 97: lowest is" in out
    assert "Proved dead" in out
    assert "--mind thoughtful" in out
    assert all(len(line) <= 160 for line in out.splitlines())


def test_json_and_scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "scripts"
    assert main(["walk", HIDDEN, "--walks", "400", "--seed", "3", "--json", "--script", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["campaign"], told["seed"], told["walks"]) == ("hidden", 3, 400)
    assert {target["class"] for target in told["targets"]} == {"dead", "reachable", "not met"}
    for kind, counts in told["coverage"].items():
        rows = [target for target in told["targets"] if target["kind"] == kind]
        assert counts["all"] == len(rows) == counts["met"] + counts["dead"] + counts["open"]
    endings = {target["owner"]: target for target in told["targets"] if target["kind"] == "ending"}
    cards = [target for target in told["targets"] if target["kind"] == "card" and target["class"] == "reachable"]
    for target in (endings["other"], *cards[:2], *[t for t in told["targets"] if t.get("script")][-3:]):
        words = ["run", HIDDEN, "--seed", str(target["seed"]), "--json"]
        words += ["--mind", target["mind"]] if target["mind"] else ["--script", str(folder / target["script"])]
        assert main(words) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        if target["kind"] == "card":
            turn = rows[target["turn"]]
            opened = next(row for row in rows if row.get("turn", 0) == target["turn"])
            assert target["owner"] in [card["id"] for card in opened["cards"]], turn
        if target["kind"] == "ending":
            assert rows[-1]["ending"] == target["owner"]


def test_level(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", HIDDEN, "--walks", "60", "--level", "full", "--all"]) == 0
    out = capsys.readouterr().out
    assert "level full" in out
    assert "card boat-1: reachable: --seed" in out


def test_check_walk(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", HIDDEN, "--format", "json"]) == 0
    static = {row["code"] for row in json.loads(capsys.readouterr().out)}
    assert "W304" in static
    assert not {code for code in static if code.startswith("W5")}
    assert main(["check", HIDDEN, "--walk", "--walks", "450", "--format", "json"]) == 0
    found = {(row["code"], row["line"]): row for row in json.loads(capsys.readouterr().out)}
    lines = Path(HIDDEN).read_text(encoding="utf-8").splitlines()
    (card,) = [row for (code, line), row in found.items() if code == "W501" and "no-key" in lines[line - 1]]
    assert card["confidence"] == "likely"
    assert lines[card["line"] - 1][card["column"] - 1 :].startswith("no-key")
    assert not [row for (code, line), row in found.items() if code == "W501" and "lost-key" in lines[line - 1]]
    assert main(["check", HIDDEN, "--walk", "--walks", "40", "--strict"]) == 1


@pytest.mark.parametrize("words", [["--walks", "0"], ["--walks", "many"], ["--seed", "-1"], ["--level", "hard"]])
def test_wrong_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", HIDDEN, *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_campaign_that_cannot_be_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(Path(HIDDEN).read_text(encoding="utf-8").replace("turns: 4", "turns: many"), encoding="utf-8")
    assert main(["walk", str(broken)]) == 1
    assert "broken.yaml:" in capsys.readouterr().err
    assert main(["check", "--walk", str(broken), "--walks", "30"]) == 1


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert main(["walk", HIDDEN, "--walks", "40", "--script", str(file)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_help_stays_light() -> None:
    code = (
        "import sys; from tabletop.cli import main\n"
        "try: main(['walk', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numpy', 'textual', 'pydantic'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
