"""The power goes at any moment: nothing that was confirmed is lost, and everybody is back by themselves."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.server.crowd import Crowd, HostProcess, Person, Refusal, never_back

from tabletop.host.room import Classroom
from tabletop.session import Store

BACK_TRIES = 3
"""How often one asks for a live connection, at most, once the host is up again."""
PATIENCE = 60.0


class Player:
    """Somebody who says and seals things without a pause, and remembers what was confirmed."""

    def __init__(self, person: Person, mark: str) -> None:
        self.person, self.mark = person, mark
        self.said: list[str] = []
        self.sealed: dict[int, list[int]] = {}
        """By turn: the efforts that were confirmed, in order; 9 for taken back."""
        self.latest: tuple[dict[str, Any], dict[str, Any]] | None = None
        self.confirmed = 0

    @property
    def done(self) -> list[int]:
        return [one for efforts in self.sealed.values() for one in efforts]

    async def play(self, luck: random.Random) -> None:
        count = 0
        while True:
            turn, count = self.person.turn, count + 1
            board = self.person.parts["board"]
            options = next((seat["options"] for seat in board["seats"] if seat.get("options")), {"efforts": [0]})
            text = f"{self.mark}-{secrets.token_hex(4)}"
            effort = luck.choice(options["efforts"])
            card = next((crisis["card"] for crisis in board["crises"]), "")
            choice = {"strategy": "track2", "effort": effort, "card": card} if card else {"strategy": "hold"}
            seal = {"verb": "commit", "turn": turn, "choice": choice}
            back = {"verb": "withdraw", "turn": turn}
            body = luck.choice([{"verb": "say", "to": "all", "text": text}, seal, seal, seal, back, back])
            body = {"id": secrets.token_hex(8), **body}
            try:
                answer = await self.person.ask("POST", "/api/do", body)
            except Refusal:
                await asyncio.sleep(0.05)
                continue
            except (ConnectionError, ValueError):
                return
            self.latest = body, answer
            self.confirmed += 1
            if body["verb"] == "say":
                self.said.append(text)
            else:
                self.sealed.setdefault(turn, []).append(choice.get("effort", 0) if body["verb"] == "commit" else 9)
            await asyncio.sleep(luck.random() * 0.02)


def on_the_disk(home: Path, name: str) -> tuple[set[str], dict[tuple[str, int], list[int]]]:
    """What a class holds: all that was said, and each seat's commands of each turn."""
    with Classroom.resume(name, store=Store(home / "sessions"), now=time.time) as room:
        group = room.group(1)
        sealed: dict[tuple[str, int], list[int]] = {}
        for event in group.stored():
            if event["kind"] in ("commit", "withdraw"):
                # A commit's command was the last when the event was noted.
                command = group.game.commands[event["after"] - 1]
                done = int(command.data["effort"]) if event["kind"] == "commit" else 9
                sealed.setdefault((event["data"]["seat"], event["turn"]), []).append(done)
        return {message.text for message in group.talk.messages}, sealed


def in_order(wanted: list[int], found: list[int]) -> bool:
    """Whether `wanted` is in `found`, in that order: between two confirmed things there may be unconfirmed ones."""
    rest = iter(found)
    return all(any(one == other for other in rest) for one in wanted)


@pytest.mark.long
async def test_killed_at_any_moment(tmp_path: Path, scale: Callable[[int, int], int]) -> None:
    luck = random.Random(5)
    host = HostProcess(tmp_path, "halcyon", "--seed", "7")
    crowd = Crowd(host)
    port = host.port
    try:
        await crowd.gather(10)
        await crowd.lead.do("settings", auto={"resolve_when_all": False})
        await crowd.lead.do("phase", to="commit")
        players = [Player(person, f"P{n}") for n, person in enumerate(crowd.people)]
        for kill in range(scale(3, 200)):
            playing = [asyncio.create_task(player.play(luck)) for player in players]
            if kill % 24 == 2:  # now and then a turn is played while the power goes; the game lasts to the end
                playing.append(asyncio.create_task(nudge(crowd.lead)))
            await enough(players, luck.randrange(3, 90), everything=kill == 0)
            await asyncio.sleep(luck.random() * 0.02)
            host.kill()
            await asyncio.wait(playing, timeout=PATIENCE)
            said, sealed = on_the_disk(tmp_path, host.name)
            for player in players:
                lost = [text for text in player.said if text not in said]
                assert not lost, (kill, lost)
                seat = player.person.parts["me"]["seat"]
                for turn, efforts in player.sealed.items():
                    assert in_order(efforts, sealed.get((seat, turn), [])), (kill, seat, turn)
            for person in [*crowd.people, crowd.lead]:
                person.back.clear()
                person.tried.clear()
            host = crowd.host = HostProcess(tmp_path, "--resume", host.name, port=port)
            crowd.lead.token = host.key  # each start makes one, and the oldest end
            up = time.monotonic()
            for person in [*crowd.people, crowd.lead]:
                while not person.back:
                    assert time.monotonic() - up < PATIENCE, "somebody does not come back"
                    await asyncio.sleep(0.01)
                assert sum(up < at <= person.back[0] for at in person.tried) <= BACK_TRIES
            for player in players:
                if player.latest is not None:  # sent again, as a page does that missed the answer: done once
                    body, answer = player.latest
                    again = await player.person.ask("POST", "/api/do", body)
                    assert again["ok"] is answer["ok"]
        said_twice = [m["text"] for m in crowd.lead.parts["talk"]["messages"]]
        assert len(said_twice) == len(set(said_twice))
        assert sum(len(player.said) for player in players) > 0
        done = [one for player in players for one in player.done]
        assert 9 in done, "nothing was taken back"
        assert len(set(done)) > 1, "nothing was sealed"
        assert all(map(never_back, crowd.people))
    finally:
        await crowd.leave()
        host.process.kill()
        host.stop()


async def enough(players: list[Player], more: int, *, everything: bool) -> None:
    """Wait until so much more is confirmed; `everything`: and something sealed, and something taken back."""
    wanted, end = sum(player.confirmed for player in players) + more, time.monotonic() + PATIENCE
    while True:
        done = [one for player in players for one in player.done]
        seen = not everything or (9 in done and len({*done}) > 1)
        if seen and sum(player.confirmed for player in players) >= wanted:
            return
        assert time.monotonic() < end, "nothing is confirmed"
        await asyncio.sleep(0.005)


async def nudge(lead: Person) -> None:
    await asyncio.sleep(0.2)
    try:
        await lead.do("resolve")
        await lead.do("phase", to="commit")
    except (ConnectionError, Refusal, ValueError):
        return
