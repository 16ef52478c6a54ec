"""Every condition of a campaign or deck, compiled once and kept by where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tabletop.content.campaign import Campaign
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
        self._nodes: dict[tuple[int, Path], Node] = {}
        self._conditions = Conditions(self.names, loaded.problems)
        if loaded.campaign is not None and loaded.place is not None:
            self._link_campaign(loaded.campaign, loaded.place, loaded)
        for entry in loaded.cards:
            self._link_card(entry)

    def node(self, place: Place) -> Node | None:
        """The condition that stands at a place, or None where there is none."""
        return self._nodes.get((id(place.document), place.path))

    def _add(self, raw: Any, place: Place, *, late: bool = False) -> None:
        node = self._conditions.compile(raw, place, late=late)
        if node is not None:
            self._nodes[id(place.document), place.path] = node

    def _link_campaign(self, campaign: Campaign, place: Place, loaded: Loaded) -> None:
        for name in campaign.define:
            self._conditions.defined(name)
        for index, member in enumerate(campaign.members):
            if member.objective.bonus is not None:
                where = place.at("members", index, "objective", "bonus", "when")
                self._add(member.objective.bonus.when, where, late=True)
        for index, act in enumerate(campaign.acts):
            here = place.at("acts", index)
            for step, follows in enumerate(act.next):
                self._add(follows.when, here.at("next", step, "when"))
            for step, effect in enumerate(act.on_start):
                self._add(effect.when, here.at("on_start", step, "when"))
            if act.cards is not None:
                self.filters[act.id] = Filter.compile(act.cards, here / "cards", loaded.tags, loaded.problems)
        for index, ending in enumerate(campaign.endings):
            self._add(ending.when, place.at("endings", index, "when"), late=True)

    def _link_card(self, entry: LoadedCard) -> None:
        self._add(entry.card.when, entry.place / "when")
        for _, _, effect, place in entry.effects():
            self._add(effect.when, place / "when")
        for index, follow in enumerate(entry.card.follow_up):
            self._add(follow.when, entry.place.at("follow_up", index, "when"))


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
