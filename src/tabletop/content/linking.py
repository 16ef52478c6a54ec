"""Every condition of a campaign or deck, compiled once and kept by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tabletop.content.campaign import Campaign
from tabletop.content.clauses import Clause, Condition
from tabletop.content.conditions import Conditions
from tabletop.content.expressions import Names
from tabletop.content.filters import Filter
from tabletop.content.loading import Loaded, LoadedCard
from tabletop.content.models import Effect
from tabletop.content.places import Path, Place
from tabletop.rules.tables import Node


class Links:
    """Compiled conditions by place, the numbers of flags, and what was used."""

    def __init__(self, loaded: Loaded) -> None:
        self.names = _names(loaded)
        self.filters: dict[str, Filter | None] = {}
        """Card filter of each act that has one, by act id."""
        self.decks = {entry.card.id: entry.deck for entry in loaded.cards}
        """The deck of each card."""
        self._clauses: dict[tuple[int, Path], Clause] = {}
        self._written: list[tuple[str, str, str, Place]] = []
        """Kind, owner, what it is called there, and place of every condition that is sound."""
        self._all: tuple[Condition, ...] | None = None
        self._conditions = Conditions(self.names, loaded.problems)
        if loaded.campaign is not None and loaded.place is not None:
            self._link_campaign(loaded.campaign, loaded.place, loaded)
        for entry in loaded.cards:
            self._link_card(entry)

    def node(self, place: Place) -> Node | None:
        """The condition that stands at a place, or None where there is none."""
        clause = self.clause(place)
        return clause.node if clause else None

    def clause(self, place: Place) -> Clause | None:
        """What the author wrote there, part by part."""
        return self._clauses.get((id(place.document), place.path))

    def conditions(self) -> tuple[Condition, ...]:
        """Every condition: those of the campaign's own file first, then the cards', each in file order."""
        if self._all is None:
            documents: dict[int, int] = {}
            found = []
            for kind, owner, label, place in self._written:
                number = documents.setdefault(id(place.document), len(documents))
                line, column, _ = place.document.value_of(place.path)
                where = self._clauses[id(place.document), place.path]
                found.append((number, line, column, Condition(kind, owner, label, place, where)))
            self._all = tuple(item[3] for item in sorted(found, key=lambda item: item[:3]))
        return self._all

    def of_card(self, card: str) -> Clause | None:
        """A card's ``when``."""
        return next((one.clause for one in self.conditions() if one.kind == "card" and one.owner == card), None)

    def _add(self, raw: Any, place: Place, kind: str, owner: str, label: str, *, late: bool = False) -> None:
        self._keep(self._conditions.clause(raw, place, late=late), place, kind, owner, label)

    def _keep(self, clause: Clause | None, place: Place, kind: str, owner: str, label: str) -> None:
        if clause is not None:
            self._clauses[id(place.document), place.path] = clause
            self._written.append((kind, owner, label, place))

    def _link_campaign(self, campaign: Campaign, place: Place, loaded: Loaded) -> None:
        for name in campaign.define:
            typed = self._conditions.defined(name)
            self._keep(typed.clause if typed else None, place.at("define", name), "define", name, f"is.{name}")
        for index, member in enumerate(campaign.members):
            if member.objective.bonus is not None:
                where = place.at("members", index, "objective", "bonus", "when")
                label = f"member {member.id}, bonus"
                self._add(member.objective.bonus.when, where, "bonus", member.id, label, late=True)
        for index, act in enumerate(campaign.acts):
            here = place.at("acts", index)
            for step, follows in enumerate(act.next):
                label = f"act {act.id}, way to {follows.act}"
                self._add(follows.when, here.at("next", step, "when"), "act", act.id, label)
            for step, effect in enumerate(act.on_start):
                where = here.at("on_start", step, "when")
                self._add(effect.when, where, "act-effect", act.id, f"act {act.id}, on_start {step + 1}")
            if act.cards is not None:
                self.filters[act.id] = Filter.compile(act.cards, here / "cards", loaded.tags, loaded.problems)
        for index, ending in enumerate(campaign.endings):
            where = place.at("endings", index, "when")
            self._add(ending.when, where, "ending", ending.id, f"ending {ending.id}", late=True)

    def _link_card(self, entry: LoadedCard) -> None:
        card = entry.card.id
        self._add(entry.card.when, entry.place / "when", "card", card, f"card {card}, when")
        for _, strategy, effect, place in entry.effects():
            if effect.when is not None:
                moment, step = place.path[-2:]
                option = f"{strategy.word} " if strategy is not None else ""
                label = f"card {card}, {option}{moment} {int(step) + 1}"
                self._add(effect.when, place / "when", "effect", card, label)
        for index, follow in enumerate(entry.card.follow_up):
            label = f"card {card}, follow-up {follow.card}"
            self._add(follow.when, entry.place.at("follow_up", index, "when"), "follow-up", card, label)


def _names(loaded: Loaded) -> Names:
    cards = {name: index for index, name in enumerate(loaded.card_ids)}
    flags = sorted(flags_set(loaded))
    numbers = {name: index for index, name in enumerate(flags)}
    campaign = loaded.campaign
    if campaign is None:
        return Names(flags=numbers)
    return Names(
        members={member.id: index for index, member in enumerate(campaign.members)},
        acts={act.id: index for index, act in enumerate(campaign.acts)},
        cards=cards, flags=numbers, define=campaign.define,
        define_place=loaded.place / "define" if loaded.place else None,
    )  # fmt: skip


def flags_set(loaded: Loaded) -> dict[str, Place]:
    """Every flag that some effect sets or clears, with where it does so first."""
    found: dict[str, Place] = {}
    for effect, place in _effects(loaded):
        for word in ("set", "clear"):
            flag = getattr(effect, word)
            if flag is not None:
                found.setdefault(flag.flag, place.at(word, "flag"))
    return found


def _effects(loaded: Loaded) -> Iterator[tuple[Effect, Place]]:
    for entry in loaded.cards:
        for _, _, effect, place in entry.effects():
            yield effect, place
    if loaded.campaign is not None and loaded.place is not None:
        for index, act in enumerate(loaded.campaign.acts):
            for step, effect in enumerate(act.on_start):
                yield effect, loaded.place.at("acts", index, "on_start", step)
