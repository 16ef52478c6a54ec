"""A full class acts in one instant: everybody sees the result, and nobody an older state after a newer one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.host.server.crowd import Crowd, HostProcess, never_back


@pytest.mark.long
@pytest.mark.parametrize("groups", [1, 8])
async def test_a_burst_of_a_full_class(tmp_path: Path, scale: Callable[[int, int], int], groups: int) -> None:
    people = scale(40, 200)
    host = HostProcess(tmp_path, "halcyon", "--seed", "7", "--groups", str(groups))
    crowd = Crowd(host)
    try:
        await crowd.gather(people, groups=groups)
        for turn in (1, 2):
            await crowd.lead.do("phase", to="commit", group="all")
            answers, seen = await crowd.burst(turn)
            assert len(answers) == len(seen) == people
        for person in crowd.people:
            assert person.turn == 3
            assert never_back(person)
            assert {epoch for epoch, _ in person.seen} == {person.seen[0][0]}
        for number in range(1, groups + 1):
            boards = [p.parts["board"] for p in crowd.people if p.parts["me"]["group"] == number]
            assert len({(board["turn"], board["cohesion"]["value"]) for board in boards}) == 1
        assert 0 < host.memory() <= 250
    finally:
        await crowd.leave()
        host.stop()
