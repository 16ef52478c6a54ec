"""Two games to report on: one that is over, with notes, and one in its fourth turn."""

from __future__ import annotations

import pytest

from tabletop.content import load_campaign
from tabletop.report import Report, gather
from tabletop.session import Table, mind_choices

NOTE = "We **lost** <b>Corvina</b> here.\nWhy? [see](javascript:alert(1))"


def played(seed: int = 3, turns: int = 99, campaign: str = "halcyon") -> Table:
    """A table at which a person sits in the second seat and chooses as a greedy mind does."""
    content = load_campaign(campaign)
    person = content.members[1].id
    table = Table.new(content, seed, people=[person])
    while not table.game.over and len(table.game.played) < turns:
        (command,) = mind_choices(table.game, {person: "greedy"})
        table.choose(person, command.choice)
        if table.game.turn == 2:
            table.note(NOTE, seat=person)
            table.note("Pause until ten.", by="facilitator")
        table.resolve()
    return table


@pytest.fixture(scope="session")
def over() -> Table:
    return played()


@pytest.fixture(scope="session")
def going_on() -> Table:
    return played(turns=3)


@pytest.fixture(scope="session")
def report(over: Table) -> Report:
    return gather(over.game, over.npc, session="a-session", date="2026-05-04")


@pytest.fixture(scope="session")
def unfinished(going_on: Table) -> Report:
    return gather(going_on.game, going_on.npc)
