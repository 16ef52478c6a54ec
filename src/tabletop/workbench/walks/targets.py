"""What a campaign holds that a game can meet: its cards, options, acts, ways, endings, effects and conditions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from tabletop.content import loading
from tabletop.content.campaign import Campaign
from tabletop.content.checking import examine_loaded, find_campaign
from tabletop.content.clauses import Clause, Condition, conditions
from tabletop.content.loading import Loaded
from tabletop.content.places import Place
from tabletop.content.problems import ContentError, Problem
from tabletop.rules.tables import Effect, Tables
from tabletop.rules.vocabulary import Level, Strategy

KINDS: Final = ("card", "option", "act", "way", "ending", "effect", "side")
"""Every kind of target, in the order in which they are told."""
PLURAL: Final = {
    "card": "cards", "option": "options", "act": "acts", "way": "ways", "ending": "endings", "effect": "effects",
    "side": "condition sides",
}  # fmt: skip
RESULTS: Final = ("chosen", "succeeds", "fails")
"""What can be met of an option."""
ACTIVE: Final = tuple(s for s in Strategy if s != Strategy.HOLD)


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """One thing to meet."""

    kind: str
    label: str
    """One line for people: ``cable-cut, track2 succeeds``."""
    owner: str
    """Id of the card, act, ending or member it belongs to."""
    place: Place
    clause: Clause | None = None
    """Of a condition's side: the clause, whole or part."""
    side: bool = True
    """Of a condition's side: whether it is to hold or to fail."""
    condition: Condition | None = None
    """The condition that decides it, or of which it is a side."""
    card: int = -1
    """Of a card or option, and of an effect that stands on a card: the card's number."""
    strategy: int = 0
    result: str = ""
    """Of an option: one of `RESULTS`."""
    act: int = -1
    step: int = -1
    """Of a way: its number among the ways out of `act`."""
    ending: int = -1
    written: bool = True
    """Whether the author wrote it; options that no card mentions are there all the same."""
    effect: Effect | None = None
    """Of an effect: its first change."""
    read_by: Any = ()
    """Of a side: what reads it, as in `Ground.readings`, or the effect whose condition it is."""

    @property
    def at_end(self) -> bool:
        """Whether it can only be met when the game is over."""
        late = isinstance(self.read_by, tuple) and self.read_by[:1] in (("ending",), ("bonus",))
        return self.kind == "ending" or late

    def problem(self, code: str, message: str, hint: str = "") -> Problem:
        """A problem that points at exactly this."""
        if self.clause is not None:
            return self.clause.problem(code, message, hint)
        return self.place.problem(code, message, hint, key=self.kind in ("option", "effect"))


@dataclass
class Ground:
    """A campaign at one level with everything that walks on it look for."""

    campaign: Campaign
    level: Level
    tables: Tables
    loaded: Loaded
    targets: list[Target] = field(default_factory=list)
    option: Any = None
    """[K, 4, 3] number of the target of an option's result."""
    ways: dict[tuple[int, int], int] = field(default_factory=dict)
    effects: dict[int, int] = field(default_factory=dict)
    """Number of the target of an effect, by the identity of its first change."""
    readings: dict[object, tuple[Clause, ...]] = field(default_factory=dict)
    """Clauses looked at whenever a condition is read: by ``("card", k)``, ``("way", a, s)``, ``("ending", e)``,
    ``("bonus", i)``, or the identity of an effect."""
    sides: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Numbers of the targets of a clause's two sides, true and false, by the clause's identity."""

    def first(self, kind: str) -> int:
        """Number of the first target of a kind."""
        return next((number for number, target in enumerate(self.targets) if target.kind == kind), 0)


def ground(name: str | os.PathLike[str], folders: Sequence[str | os.PathLike[str]] = (), level: str = "") -> Ground:
    """The ground of the campaign with an id, or at a path; raises `ContentError` where it cannot be played."""
    loaded = loading.load_campaign_files(find_campaign(name, folders), folders)
    campaign, problems = examine_loaded(loaded, concepts=False)
    if campaign is None:
        raise ContentError(problems)
    return lay_out(campaign, loaded, level)


def lay_out(campaign: Campaign, loaded: Loaded, level: str = "") -> Ground:
    """The ground of a campaign that has passed every check; by default at its own level."""
    chosen = Level[(level or campaign.level).upper()]
    made = Ground(campaign, chosen, campaign.tables(chosen), loaded)
    _Survey(made).all()
    return made


class _Survey:
    """Finds all targets, in the order of `KINDS`."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.campaign, self.loaded, self.tables = ground.campaign, ground.loaded, ground.tables
        assert ground.loaded.place is not None
        self.place: Place = ground.loaded.place
        self.found = {(id(c.place.document), c.place.path): c for c in conditions(ground.campaign)}
        self.read: list[tuple[Any, Condition]] = []

    def all(self) -> None:
        cards, campaign = self.loaded.cards, self.campaign
        for number, entry in enumerate(cards):
            name, condition = entry.card.id, self.condition(entry.place / "when", ("card", number))
            self.add("card", f"card {name}", name, entry.place / "id", condition=condition, card=number)
        self.options()
        for number, act in enumerate(campaign.acts):
            self.add("act", f"act {act.id}", act.id, self.place.at("acts", number, "id"), act=number)
        for number, act in enumerate(campaign.acts):
            for step, follows in enumerate(act.next):
                here = self.place.at("acts", number, "next", step)
                condition = self.condition(here / "when", ("way", number, step))
                label = f"way from {act.id} to {follows.act}"
                at = self.add("way", label, act.id, here / "act", condition=condition, act=number, step=step)
                self.ground.ways[number, step] = at
        for number, ending in enumerate(campaign.endings):
            here = self.place.at("endings", number)
            condition = self.condition(here / "when", ("ending", number))
            self.add("ending", f"ending {ending.id}", ending.id, here / "id", condition=condition, ending=number)
        self.effects()
        for number, member in enumerate(campaign.members):
            if member.objective.bonus is not None:
                here = self.place.at("members", number, "objective", "bonus", "when")
                self.condition(here, ("bonus", number))
        self.sides()

    def add(self, kind: str, label: str, owner: str, place: Place, **more: Any) -> int:
        self.ground.targets.append(Target(kind, label, owner, place, **more))
        return len(self.ground.targets) - 1

    def condition(self, place: Place, key: object) -> Condition | None:
        """The condition at a place; what reads it is remembered by `key`."""
        found = self.found.get((id(place.document), place.path))
        if found is not None:
            self.read.append((key, found))
        return found

    def options(self) -> None:
        table = np.zeros((len(self.loaded.cards), len(ACTIVE), len(RESULTS)), np.int64)
        for number, entry in enumerate(self.loaded.cards):
            for strategy in ACTIVE:
                written = strategy.word in entry.card.options
                place = entry.place.at("options", strategy.word) if written else entry.place / "id"
                for which, result in enumerate(RESULTS):
                    table[number, strategy - 1, which] = self.add(
                        "option", f"card {entry.card.id}, {strategy.word} {result}", entry.card.id, place,
                        card=number, strategy=int(strategy), result=result, written=written,
                    )  # fmt: skip
        self.ground.option = table

    def effects(self) -> None:
        single = iter(self.tables.effects)
        for owner, label, place, count, card in self.written():
            changes = [next(single) for _ in range(count)]
            if not changes:
                continue
            condition = self.condition(place / "when", id(changes[0]))
            self.ground.effects[id(changes[0])] = self.add(
                "effect", label, owner, place, condition=condition, card=card, effect=changes[0]
            )
        assert next(single, None) is None

    def written(self) -> Iterator[tuple[str, str, Place, int, int]]:
        """Owner, label, place, number of single changes and card of every effect, in the order of the tables."""
        for number, entry in enumerate(self.loaded.cards):
            name = entry.card.id
            for _, _, effect, place in entry.effects():
                *above, index = place.path
                steps = [str(step) for step in above[len(entry.place.path) :] if step != "options"]
                yield name, f"card {name}, {' '.join(steps)} {int(index) + 1}", place, _count(effect), number
            for index, follow in enumerate(entry.card.follow_up):
                place = entry.place.at("follow_up", index)
                if not place.document.has(place.path):
                    place = entry.place / "follow_up"
                yield name, f"card {name}, follow-up {follow.card}", place, 1, number
        for number, act in enumerate(self.campaign.acts):
            for index, effect in enumerate(act.on_start):
                place = self.place.at("acts", number, "on_start", index)
                yield act.id, f"act {act.id}, on_start {index + 1}", place, _count(effect), -1

    def sides(self) -> None:
        ground = self.ground
        effects = {id(effect): effect for effect in self.tables.effects}
        for key, condition in self.read:
            watched = []
            for clause in condition.clause.walk():
                whole = clause is condition.clause or clause.kind in ("compare", "truth")
                if not whole or clause.node[0] == "const":
                    continue
                watched.append(clause)
                if id(clause) in ground.sides:
                    continue
                text = " ".join(clause.text.split())
                label = condition.label if clause is condition.clause else f"“{text}” in {condition.label}"
                pair = [
                    self.add(
                        "side", f"{label}: {'true' if side else 'false'}", condition.owner, clause.place,
                        clause=clause, side=side, condition=condition, read_by=effects.get(key, key),
                    )
                    for side in (True, False)
                ]  # fmt: skip
                ground.sides[id(clause)] = (pair[0], pair[1])
            ground.readings[key] = tuple(watched)


def _count(effect: Any) -> int:
    """How many single changes an authored effect compiles to."""
    return len(effect.change or {}) + sum(part is not None for part in (effect.set, effect.clear, effect.queue))
