"""The recorded games of this and every earlier release still play to the last bit."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tabletop.session import read_export
from tabletop.session.exchange import export_lines

HERE = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def golden() -> ModuleType:
    spec = importlib.util.spec_from_file_location("golden_record", HERE / "record.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_golden_games_play_as_recorded(golden: ModuleType) -> None:
    assert golden.check() == [], "python tests/game/golden/record.py --bless records anew, if the change is meant"


def test_golden_games_are_written_again_to_the_letter(golden: ModuleType) -> None:
    for name in golden.GAMES:
        lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        header, game = read_export(lines, library=[golden.LIBRARY], source=str(golden.CAMPAIGN))
        assert list(export_lines(game, header=header)) == lines[:-1]


def test_golden_games_cover_the_rules(golden: ModuleType) -> None:
    expected = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    assert set(expected) == set(golden.GAMES)
    assert len({game["outcome"] for game in expected.values()}) > 1
