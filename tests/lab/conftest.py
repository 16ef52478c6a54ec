"""Games that were played to their end, with one person at the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tabletop.content import load_campaign
from tabletop.session import Table, mind_choices

Played = Callable[..., Table]


@pytest.fixture(scope="session")
def finished() -> Played:
    """`finished(seed, mind, …)`: a table whose person (second seat) chose as `mind` does, all others as `npc`."""

    def make(
        seed: int = 3, mind: str = "greedy", campaign: str = "halcyon", level: str | None = None, turns: int = 99,
        npc: str = "",
    ) -> Table:  # fmt: skip
        content = load_campaign(campaign)
        ids = [member.id for member in content.members]
        person = ids[1]
        table = Table.new(content, seed, level=level, people=[person], npc=dict.fromkeys(ids, npc) if npc else None)
        while not table.game.over and len(table.game.played) < turns:
            (command,) = mind_choices(table.game, {person: mind})
            table.choose(person, command.choice)
            table.resolve()
        return table

    return make
