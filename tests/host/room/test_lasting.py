"""Nothing that was acknowledged is ever lost, whatever the people of a class do and wherever the host stops."""

from __future__ import annotations

import itertools
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.host.room.kit import Clock

from tabletop.content import Campaign
from tabletop.host.room import ClassError, Classroom, Group, Person
from tabletop.session import Store

UNSTORED = {"here", "last_seen", "now", "heard", "missing", "left", "overrun", "actual", "clock"}
"""What the next host need not know, and what goes on with the time."""


def lasting(data: Any) -> Any:
    """A state without what is not stored."""
    if isinstance(data, dict):
        return {key: lasting(value) for key, value in data.items() if key not in UNSTORED}
    return [lasting(value) for value in data] if isinstance(data, list) else data


def everything(room: Classroom, people: list[Person]) -> dict[str, Any]:
    lead = {f"lead {g.number}": lasting(room.state(room.facilitator, g.number)) for g in room.groups}
    return {**lead, **{p.id: lasting(room.state(p)) for p in people if p.id in room.people}}


SEATS = ("aurelia", "borealis", "corvina", "delmar", "esterra")
WORDS = ("Yes.", "We cannot accept this.", "<b>x</b>", "ö\u202e\x1b[31m", "=1+1")
PLAYED = (
    *["commit"] * 6, "withdraw", "draft", "say", "say", "propose", "vote", "vote", "cosign", "withdraw_proposal",
    "red_line", "ready", "raise", "reflect", "fill", "rename", "leave", "pledge", "stand", "rate", "observe", "hear",
    "speaker",
)  # fmt: skip
LED = (
    *["phase"] * 8, "resolve", "resolve", "to", "admit", "admit", "refuse", "move", "merge", "mute", "speaker", "erase",
    "hand", "hand", "pause", "extend", "rewind", "rewind", "fork", "practice", "inject", "card", "release", "drop",
    "overrule", "whisper", "comcheck", "settings", "auto", "blank", "declassify",
)  # fmt: skip


class Hands:
    """People who do this and that, mostly what can be done."""

    def __init__(self, room: Classroom, people: list[Person], clock: Clock, luck: random.Random) -> None:
        self.room, self.people, self.clock, self.luck = room, people, clock, luck
        self.ids = itertools.count()
        self.did: Counter[str] = Counter()

    def step(self) -> None:
        """One thing; what is refused is refused in words."""
        luck = self.luck.random()
        try:
            if luck < 0.05:
                wants = self.luck.choice(("player", "player", "observer", "room"))
                self.people.append(self.room.join(self.room.code, "Someone", wants)[0])
                self.did["join"] += 1
            elif luck < 0.15:
                self.clock.go(self.luck.randint(1, 200))
                self.room.tick()
            elif luck < 0.5:
                self.do(self.room.facilitator, self.luck.choice(LED))
            else:
                self.do(self.luck.choice(self.people), self.luck.choice(PLAYED))
        except ClassError as error:
            told = error.message
            assert told
            assert "\n" not in told

    def do(self, person: Person, verb: str) -> None:
        group = self.room.groups[min(self.luck.choice((person.group, 1, 2)), len(self.room.groups)) - 1]
        lead = {"group": group.number} if person.role == "facilitator" else {}
        asked = {"id": f"r{next(self.ids)}", "verb": verb, **lead, **self.fields(person, group, verb)}
        self.room.do(person, asked)
        self.did[verb] += 1

    def fields(self, person: Person, group: Group, verb: str) -> dict[str, Any]:
        luck, text = self.luck, self.luck.choice(WORDS)
        seat, who, turn = luck.choice((*SEATS, "nowhere")), luck.choice(self.people).id, group.game.turn
        crises = group.game.options(SEATS[0]).crises
        card, proposal = crises[0].card if crises else "none", luck.randint(1, len(group.talk.proposals) + 1)
        choice = luck.choice(({"strategy": "hold"}, {"strategy": "track2", "card": card}, {"strategy": "track2"}))
        auto = {name: luck.random() < 0.5 for name in ("advance_on_time", "hold_for_silent", "resolve_when_all")}
        return {
            "commit": {"turn": turn, "choice": choice}, "draft": {"turn": turn, "choice": choice},
            "withdraw": {"turn": turn}, "rewind": {"turn": luck.randint(1, turn)}, "fork": {"turn": turn},
            "say": {"to": luck.choice(("all", "press", "facilitator", "team", [seat])), "text": text},
            "propose": {"title": text, "rule": luck.choice(("consensus", "majority", "silence")), "minutes": 2},
            "vote": {"proposal": proposal, "stance": luck.choice(("yes", "no", "abstain"))},
            "cosign": {"proposal": proposal}, "withdraw_proposal": {"proposal": proposal},
            **{name: {"text": text} for name in ("red_line", "raise", "reflect")},
            "fill": {"form": "hotwash", "answers": {"q1": 4}, "anonymous": luck.random() < 0.5},
            "rename": {"name": luck.choice(("Ada", "Bo"))}, "pledge": {"strategy": "hold"},
            "rate": {"capability": text, "rating": luck.choice("PSMU")}, "observe": {"text": text},
            "hear": {"comcheck": self.room.facts.comcheck}, "speaker": {"person": who},
            "to": {"verb": "phase", "to": luck.choice(("lobby", "brief", "caucus", "commit", "discuss"))},
            "admit": luck.choice(({"person": who}, {"person": who, "seat": seat, "to": group.number})),
            "refuse": {"person": who}, "erase": {"person": who}, "mute": {"person": who, "on": luck.random() < 0.5},
            "move": {"person": who, "seat": seat}, "merge": {"from": seat, "into": luck.choice(SEATS)},
            "hand": {"seat": seat, "to": luck.choice(("people", "people", "npc:greedy", "npc:nobody"))},
            "extend": {"seconds": luck.randint(-60, 60)},
            **{name: {"on": luck.random() < 0.4} for name in ("pause", "practice", "blank")},
            "inject": {"title": text, "text": text, "when": luck.choice(("now", "turn", "held", 0.5))},
            "card": {"verb": "inject", "card": luck.choice(list(group.game.campaign.deck)), "when": "now"},
            "release": {"inject": 1 + len(group.notes.injects) // 2}, "drop": {"inject": len(group.notes.injects)},
            "overrule": {"variable": "tension", "amount": luck.choice((5.0, -5.0)), "why": text},
            "whisper": {"to": luck.choice((seat, who)), "text": text},
            "settings": {"open_door": luck.random() < 0.5, "unsigned": True, "forms": ["hotwash"]},
            "auto": {"verb": "settings", "auto": auto},
        }.get(verb, {})  # fmt: skip


@pytest.mark.long
def test_whatever_people_do_the_next_host_finds_it(
    campaign: Campaign, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    numbers = itertools.count()

    did: Counter[str] = Counter()

    @settings(max_examples=scale(6, 1000), deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=st.integers(0, 2**32), steps=st.integers(60, 160), groups=st.integers(1, 2), optional=st.booleans())
    def holds(seed: int, steps: int, groups: int, optional: bool) -> None:
        clock, store = Clock(), Store(tmp_path / f"{next(numbers)}" / "sessions")
        options = ["pledges", "public-line"] if optional else []
        room = Classroom.new(campaign, groups=groups, seed=7, store=store, now=clock, options=options)
        hands, open_rooms = Hands(room, [], clock, random.Random(seed)), [room]
        try:
            hands.people += [room.join(room.code, f"Person {n}")[0] for n in range(6)]
            for person, seat in zip(hands.people, SEATS, strict=False):
                room.do(room.facilitator, {"verb": "admit", "person": person.id, "seat": seat, "to": groups})
            seen = (room.epoch, room.version)
            for number in range(1, steps + 1):
                hands.step()
                if number % 50 == 0 or number == steps:
                    room = hands.room = found_again(room, hands, tmp_path / f"{next(numbers)}")
                    open_rooms.append(room)
                assert (room.epoch, room.version) >= seen
                seen = (room.epoch, room.version)
        finally:
            did.update(hands.did)
            for one in open_rooms:
                one.close()

    holds()
    assert did["commit"] > 3
    assert did["resolve"] > 1
    assert len(did) > 28, sorted(set(PLAYED + LED) - set(did))


def found_again(room: Classroom, hands: Hands, place: Path) -> Classroom:
    """The class as another host finds it later: the same for everybody, with the time that was left."""
    clock = hands.clock
    room.tick()
    before, left = everything(room, hands.people), [g.clock.left(clock()) for g in room.groups]
    copy = as_after_a_kill(room, place)
    clock.go(500)
    fresh = Classroom.resume(room.name, store=copy, now=clock)
    hands.people = [fresh.people.get(p.id) or p for p in hands.people]
    assert everything(fresh, hands.people) == before
    for group, had in zip(fresh.groups, left, strict=True):
        assert abs(group.clock.left(clock()) - had) <= 5.01
    return fresh


def as_after_a_kill(room: Classroom, place: Path) -> Store:
    """What the disk holds at this moment, while the host still runs."""
    shutil.copytree(room.store.folder.parent, place)
    return Store(place / "sessions")
