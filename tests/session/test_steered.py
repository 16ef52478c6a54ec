"""Pledges, lines, injects and overrules on the disk: stored, gone on with, sent elsewhere."""

from __future__ import annotations

import json

import pytest

from tabletop.content import Campaign
from tabletop.game import Choice, Command, Illegal
from tabletop.session import Store, Table
from tabletop.session.exchange import export, import_session


def steps(table: Table) -> None:
    card = next(c for c in table.game.tables.cards.ids if c not in [x.card for x in table.view("room").crises])
    first = table.view("room").crises[0].card
    table.do(Command("pledge", "delmar", 1, {"strategy": "track2", "card": first}))
    table.do(Command("stand", "delmar", 1))
    table.do(Command("inject", "", 1, {"card": card}, "facilitator"))
    table.do(Command("overrule", "", 1, {"variable": "harm", "who": [], "amount": 2.5}, "facilitator", "The flood."))


def test_steps_are_kept_and_gone_on_with(campaign: Campaign, store: Store) -> None:
    with Table.new(
        campaign, 12, level="full", people=["delmar"], store=store, optional=["public-line", "pledges"]
    ) as table:
        steps(table)
        mark, name = table.game.state_hash, table.name
        seen = table.view("delmar")
    with Table.resume(name, store=store) as again:
        assert again.game.state_hash == mark
        assert again.view("delmar") == seen
        assert again.game.optional == ("pledges", "public-line")
        with pytest.raises(Illegal):
            again.do(Command("stand", "delmar", 1))
        again.choose("delmar", Choice())
        again.resolve()
        assert [one.kept for one in again.game.played[0].pledges] == [False]
        forked = again.fork(2, store=store)
        assert forked.game.optional == again.game.optional
        forked.close()
        text = list(export(store, name))
    assert json.loads(text[0])["options"] == ["pledges", "public-line"]
    assert json.loads(text[0])["format"] == 2
    copy = import_session(store, text)
    with Table.resume(copy, store=store) as there:
        assert there.game.played[0].overruled[0].why == "The flood."
    assert list(export(store, copy)) == text


def test_a_plain_game_becomes_format_2_with_its_first_step(campaign: Campaign, store: Store) -> None:
    with Table.new(campaign, 12, people=["delmar"], store=store) as table:
        name = table.name
        assert json.loads(next(export(store, name)))["format"] == 1
        table.do(Command("overrule", "", 1, {"variable": "harm", "who": [], "amount": 2}, "facilitator", "The flood."))
    text = list(export(store, name))
    assert json.loads(text[0])["format"] == 2
    assert "options" not in json.loads(text[0])
    assert list(export(store, import_session(store, text))) == text
