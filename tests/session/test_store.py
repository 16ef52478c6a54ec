"""Listing, forking, exporting, importing, deleting."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tabletop.content import Campaign
from tabletop.errors import TabletopError
from tabletop.game import Choice, Game, Illegal
from tabletop.session import Store, Table, export, import_session, read_export
from tabletop.session.chain import canonical, first, following

Choose = Callable[[Game, str], Choice]


def test_a_list_tells_how_far_each_has_come(
    campaign: Campaign, store: Store, played: str, first_choice: Choose
) -> None:
    with Table.new(campaign, 5, level="basics", store=store) as table:
        while not table.game.over:
            table.resolve()
        finished = table.name
    found = {summary.id: summary for summary in store.list()}
    assert found[played].turn == 4
    assert found[played].people == ("delmar",)
    assert (found[finished].outcome, found[finished].level) == (table.game.outcome, "basics")
    assert store.latest() == played
    store.delete(played)
    assert store.names() == [finished]
    assert [path.name for path in store.folder.iterdir() if played in path.name] == []


def test_a_fork_is_the_same_up_to_its_turn(campaign: Campaign, store: Store, played: str, first_choice: Choose) -> None:
    name = store.fork(played, 3, campaign)
    with (
        Table.resume(name, store=store, campaign=campaign) as fork,
        Table.resume(played, store=store, campaign=campaign) as old,
    ):
        assert fork.game.turn == 3
        assert fork.npc == old.npc
        assert fork.game.boards()[2].tension == old.game.boards()[2].tension
        fork.choose("delmar", first_choice(fork.game, "delmar"))
        fork.resolve()
        assert fork.game.state_hash == old.game.state_hash
        with fork.fork(2, store=store) as again:
            assert again.game.turn == 2
            assert again.name
    with pytest.raises(TabletopError, match="no turn 9"):
        store.fork(played, 9, campaign)


def test_an_export_plays_elsewhere_to_the_same_state(
    campaign: Campaign, store: Store, played: str, tmp_path: Path
) -> None:
    lines = list(export(store, played))
    header, end = json.loads(lines[0]), json.loads(lines[-1])
    assert (header["kind"], header["format"], header["campaign"], header["seed"]) == (
        "tabletop-session",
        1,
        "halcyon",
        77,
    )
    assert header["digest"] == campaign.digest
    assert end["commands"] == len(lines) - 2 == 21
    assert end["state_hash"] == store.verify(played, campaign).state_hash
    elsewhere = Store(tmp_path / "elsewhere")
    name = import_session(elsewhere, lines)
    assert elsewhere.verify(name, campaign).state_hash == end["state_hash"]
    assert list(export(elsewhere, name)) == lines
    assert elsewhere.show(name).turn == 4
    assert [row.body for row in store.read(played)[1]] == [row.body for row in elsewhere.read(name)[1]]


def test_a_spoilt_export_is_refused_with_its_line(store: Store, played: str) -> None:
    lines = list(export(store, played))

    def spoilt(number: int, **change: Any) -> list[str]:
        row = {**json.loads(lines[number]), **change}
        return [*lines[:number], canonical(row), *lines[number + 1 :]]

    for bad, said in (
        ([], "not an exported session"),
        (lines[1:], "the first line is no header"),
        (lines[:-1], "cut short"),
        (lines[:1], "cut short"),
        ([*lines[:5], "{", *lines[5:]], "Line 6 of the export is not JSON"),
        ([*lines[:5], "[]", *lines[5:]], "Line 6 of the export is no object"),
        ([*lines[:5], "[" * 100_000, *lines[5:]], "Line 6"),
        (lines[:4] + lines[5:], "Line 5 of the export"),
        (spoilt(3, by="facilitator"), "Line 4 of the export"),
        (spoilt(0, seed=78), "Line 2 of the export"),
        (spoilt(len(lines) - 1, state_hash="0"), "does not end where it says"),
        (spoilt(0, digest="0"), "Line 2 of the export"),
    ):
        with pytest.raises(TabletopError, match=said):
            read_export(bad)
        before = store.names()
        with pytest.raises(TabletopError):
            import_session(store, bad)
        assert store.names() == before


def test_an_export_of_another_campaign_or_of_cheats_is_refused(store: Store, played: str) -> None:
    """The chain is no lock: whoever rewrites it is caught by the replay."""
    rows = [json.loads(line) for line in export(store, played)]

    def chained(header: dict[str, Any], commands: list[dict[str, Any]]) -> list[str]:
        out, digest = [canonical(header)], first(canonical(header))
        for command in commands:
            body = {k: v for k, v in command.items() if k != "hash"}
            digest = following(digest, canonical(body))
            out.append(canonical({**body, "hash": digest}))
        return [*out, canonical(rows[-1])]

    assert read_export(chained(rows[0], rows[1:-1]))
    for header, commands, said in (
        ({**rows[0], "digest": "0" * 64, "rules_digest": "0" * 64}, rows[1:-1], "has changed since"),
        ({**rows[0], "seed": 78}, rows[1:-1], "does not follow|does not end where it says"),
        ({**rows[0], "campaign": "nowhere"}, rows[1:-1], "nowhere"),
        ({**rows[0], "campaign": "/etc/passwd"}, rows[1:-1], "names no campaign"),
        ({**rows[0], "format": 3}, rows[1:-1], "format 3"),
        ({**rows[0], "rules_version": "9"}, rows[1:-1], "rules 9"),
        (rows[0], rows[2:-1], "does not follow|Not everybody|does not end"),
        (rows[0], [{**rows[1], "seat": "narnia"}, *rows[2:-1]], "does not follow"),
    ):
        with pytest.raises(TabletopError, match=said):
            read_export(chained(header, commands))


def test_a_stored_game_of_a_changed_campaign_is_refused(
    store: Store, played: str, campaign: Campaign, tmp_path: Path
) -> None:
    from tabletop.content import load_campaign

    database = sqlite3.connect(store.path(played))
    with database:
        database.execute("UPDATE facts SET value = replace(value, 'format\":1', 'format\":7') WHERE name = 'header'")
    database.close()
    with pytest.raises(TabletopError, match="is damaged"):
        Table.resume(played, store=store)
    with Table.new(load_campaign("halcyon-tutorial"), 1, store=store) as table:
        name = table.name
    with pytest.raises(TabletopError, match="belongs to the campaign “halcyon-tutorial”"):
        Table.resume(name, store=store, campaign=campaign)
    store.open(name).close()


def test_people_come_first_and_minds_fill_the_rest(campaign: Campaign, store: Store, first_choice: Choose) -> None:
    with Table.new(campaign, 8, people=["aurelia", "esterra"], npc={"delmar": "random"}, store=store) as table:
        assert table.waiting == ("aurelia", "esterra")
        with pytest.raises(Illegal, match="Not everybody has chosen"):
            table.resolve()
        assert table.game.commands == ()
        table.choose("aurelia", first_choice(table.game, "aurelia"))
        assert table.waiting == ("esterra",)
        table.choose("esterra", Choice())
        record = table.resolve()
        assert record.resolution is not None
        assert record.resolution.by == {
            "aurelia": "person", "borealis": "npc:thoughtful", "corvina": "npc:free-rider", "delmar": "npc:random",
            "esterra": "person",
        }  # fmt: skip
        assert table.view("aurelia").turn == 2
        mark = table.game.state_hash
        table.choose("aurelia", Choice())
        table.undo(seat="aurelia")
        table.redo(seat="aurelia")
        assert table.game.state_hash == mark
        name = table.name
    with Table.resume(name, store=store) as table:
        assert table.waiting == ("esterra",)
        assert dict(table.game.sealed) == {"aurelia": Choice()}


def test_a_mind_that_is_not_here_is_replaced_by_the_members_own_character(campaign: Campaign, store: Store) -> None:
    game = Game.new(campaign, 1)
    with store.create(game, npc={"delmar": "from-a-plug-in", "corvina": "chaos"}) as journal:
        name = journal.name
    with Table.resume(name, store=store, campaign=campaign) as table:
        assert table.npc["delmar"] == campaign.members[3].character
        assert table.npc["corvina"] == "chaos"
        table.resolve()


def test_a_table_over_has_nothing_to_resolve(campaign: Campaign) -> None:
    table = Table.new(campaign, 3)
    while not table.game.over:
        table.resolve()
    with pytest.raises(Illegal, match="The game is over"):
        table.resolve()
