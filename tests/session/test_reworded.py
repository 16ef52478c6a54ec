"""A game goes on when the campaign's words were mended; not when its rules were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tabletop.content import Campaign, load_campaign
from tabletop.game import Choice, SaveError, saves
from tabletop.session import Store, Table, export, read_export
from tabletop.session.desk import Desk

SMALL = Path(__file__).parent.parent / "content" / "samples" / "small.yaml"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "library/campaigns").mkdir(parents=True)
    (tmp_path / "library/campaigns/small.yaml").write_bytes(SMALL.read_bytes())
    return tmp_path / "library"


def edit(library: Path, old: str, new: str) -> Campaign:
    file = library / "campaigns/small.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_campaign("small", library=[library])


def begin(store: Store, library: Path) -> tuple[str, str]:
    with Table.new(load_campaign("small", library=[library]), 11, people=["aster"], store=store) as table:
        for _ in range(2):
            table.choose("aster", Choice())
            table.resolve()
        return table.name, table.game.state_hash


def test_mended_words_let_a_game_go_on(store: Store, library: Path) -> None:
    name, state = begin(store, library)
    edit(library, "The cable is dark.", "The cable has gone dark.")
    with Table.resume(name, store=store, library=[library]) as table:
        assert table.game.state_hash == state
        assert table.game.reworded
        table.choose("aster", Choice())
        table.resolve()
    assert store.verify(name, load_campaign("small", library=[library])).turn == 4


def test_other_rules_do_not(store: Store, library: Path) -> None:
    name, _ = begin(store, library)
    edit(library, "tension: +5", "tension: +6")
    with pytest.raises(SaveError, match="has changed since"):
        Table.resume(name, store=store, library=[library])


def test_a_game_stored_before_there_was_the_digest(store: Store, library: Path) -> None:
    """It loads on the very campaign, and on no other."""
    with Table.new(load_campaign("small", library=[library]), 3, people=["aster"]) as table:
        table.choose("aster", Choice())
        table.resolve()
        header = {"format": saves.FORMAT, **table.game.header()}
        rows = [command.as_json() for command in table.game.commands]
    del header["rules_digest"]
    again = saves.restore(header, rows, load_campaign("small", library=[library]))
    assert (again.state_hash, again.reworded) == (table.game.state_hash, False)
    reworded = edit(library, "The cable is dark.", "The cable has gone dark.")
    with pytest.raises(SaveError, match="has changed since"):
        saves.restore(header, rows, reworded)


def test_an_export_goes_to_a_reworded_campaign(store: Store, library: Path) -> None:
    name, state = begin(store, library)
    lines = list(export(store, name, [library]))
    assert json.loads(lines[0])["rules_digest"]
    edit(library, "title: Inquiry", "title: An inquiry")
    _, game = read_export(lines, [library])
    assert (game.state_hash, game.reworded) == (state, True)


def test_the_reader_is_told(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLETOP_HOME", str(tmp_path / "home"))
    name, _ = begin(Store(), library)
    desk = Desk((library,))
    sitting = desk.resume(name)
    assert sitting.notice == ""
    sitting.close()
    edit(library, "title: Inquiry", "title: An inquiry")
    sitting = desk.resume(name)
    assert "words have changed" in sitting.notice
    sitting.close()
