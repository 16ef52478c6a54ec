"""`tabletop preview` without a terminal: the bench as text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tabletop.cli import main

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "content" / "samples" / "small.yaml"


def test_a_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", str(SMALL), "--card", "cable-cut", "--as", "BRE"]) == 0
    out = capsys.readouterr().out
    assert "Cards, shown in A small quarrel" in out
    assert "Chances for Brel" in out
    assert "✗ turn > 2: 1, 2 away" in out
    assert "turn moved alone: met at 3–7; now 1" in out
    assert "trust AST→BRE 48.4 → 51.4" in out


def test_the_board_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", "turn=4", "--set", "flag:ship-named=yes", "--level", "basics"]
    assert main(["preview", str(SMALL), "--card", "cable-cut", *words]) == 0
    out = capsys.readouterr().out
    assert "✓ turn > 2: 4" in out
    assert "✗ not flag.ship-named: set" in out
    assert "at level basics" in out
    assert "Hard bargaining" not in out


def test_a_deck_and_one_file_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    deck = ROOT / "decks" / "halcyon"
    assert main(["preview", str(deck)]) == 0
    assert "The Halcyon Compact" in capsys.readouterr().out
    assert main(["preview", str(deck / "cards" / "internal.yaml"), "--plain"]) == 0
    out = capsys.readouterr().out
    assert "internal.yaml" in out
    assert "external.yaml" not in out.split("The board")[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["preview", "nowhere"], "there is no campaign “nowhere”"),
        (["preview", str(SMALL), "--card", "cabel-cut"], "cable-cut"),
        (["preview", str(SMALL), "--as", "nobody"], "There is no member “nobody”"),
        (["preview", str(SMALL), "--set", "tensoin=3"], "tension"),
        (["preview", str(SMALL), "--set", "tension=much"], "no value for tension"),
        (["preview", str(SMALL), "--set", "tension=nan"], "no value for tension"),
        (["preview", str(SMALL), "--campaign", "nowhere"], "nowhere"),
        (["preview"], "PATH"),
    ],
)
def test_mistakes_of_the_call(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) in (1, 2)
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_broken_file_is_shown_as_far_as_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "broken.yaml"
    text = SMALL.read_text(encoding="utf-8")
    file.write_text(text.replace("domain: external", "domain: externl"), encoding="utf-8")
    assert main(["preview", str(file)]) == 1
    out = capsys.readouterr().out
    assert "✗ inquiry" in out
    assert "Chances for" in out
    assert main(["preview", str(file), "--card", "inquiry"]) == 1
    assert "did you mean “external”?" in capsys.readouterr().out
    file.write_text("id: [", encoding="utf-8")
    assert main(["preview", str(file)]) == 1
    assert "error E1" in capsys.readouterr().out


def test_text_needs_no_textual() -> None:
    code = (
        "import sys; from tabletop.cli import main; "
        f"main(['preview', {str(SMALL)!r}]); sys.exit('textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
