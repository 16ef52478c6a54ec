"""Checked content to the arrays and trees that the rules read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

import numpy as np

from tabletop.content.campaign import Campaign
from tabletop.content.linking import Links
from tabletop.content.loading import Loaded, LoadedCard
from tabletop.content.models import PER_MEMBER
from tabletop.content.models import Effect as WrittenEffect
from tabletop.content.places import Place
from tabletop.rules import parameters
from tabletop.rules.arrays import Ints
from tabletop.rules.luck import text_key
from tabletop.rules.parameters import Rulebook
from tabletop.rules.tables import Act, Alliance, Cards, Effect, Ending, Node, Rival, Tables
from tabletop.rules.vocabulary import UNIT, Axis, Domain, Feature, Goal, Level, Moment

STAKES: Final = {"high": 100, "some": 60, "low": 20}
BY_RULE: Final = -1
WHOLE: Final = 10_000
_MOMENTS: Final = {
    "dealt": Moment.DEALT, "failed": Moment.FAILED, "resolved": Moment.RESOLVED, "outbreak": Moment.OUTBREAK,
}  # fmt: skip


class Blueprint:
    """A campaign compiled as far as no level matters; `tables` adds the level's parameters and act lengths."""

    def __init__(self, loaded: Loaded, links: Links) -> None:
        assert loaded.campaign is not None
        assert loaded.place is not None
        self.campaign = loaded.campaign
        self.links: Links | None = links
        self._base = _Maker(loaded.campaign, loaded.place, links).tables(loaded)

    def __getstate__(self) -> dict[str, Any]:
        """A blueprint travels to another process without the authors' files."""
        return {**self.__dict__, "links": None}

    def tables(self, level: Level, overrides: Mapping[str, float]) -> Tables:
        """The tables at a level; raises `ParameterError` for an override that does not fit."""
        book = rulebook(self.campaign, level, overrides)
        acts = tuple(
            replace(act, turns=getattr(written.turns, level.word))
            for act, written in zip(self._base.acts, self.campaign.acts, strict=True)
        )
        rival = replace(self._base.rival, shown=self._base.rival.shown or book.rival_shown == 1)
        return replace(self._base, book=book, acts=acts, rival=rival)


class _Maker:
    """Turns ids into numbers and written effects into single changes; needed only while a blueprint is made."""

    def __init__(self, campaign: Campaign, place: Place, links: Links) -> None:
        self.campaign, self.place, self._links = campaign, place, links
        self._members = {member.id: index for index, member in enumerate(self.campaign.members)}
        self._acts = {act.id: index for index, act in enumerate(self.campaign.acts)}
        self._flags = links.names.flags
        self._cards: dict[str, int] = {}

    def tables(self, loaded: Loaded) -> Tables:
        self._cards = {entry.card.id: index for index, entry in enumerate(loaded.cards)}
        effects = tuple(self._effects(loaded))
        return Tables(
            book=parameters.rulebook(),
            alliance=self._alliance(),
            cards=self._card_tables(loaded.cards),
            rival=Rival(self._greedy_chance(), self.campaign.outside.intent != "hidden"),
            acts=tuple(
                Act(act.id, act.turns.full, tuple(
                    (self._node("acts", index, "next", step, "when"), self._acts[follows.act])
                    for step, follows in enumerate(act.next)
                ))
                for index, act in enumerate(self.campaign.acts)
            ),
            endings=tuple(
                Ending(ending.id, self._node("endings", index, "when"))
                for index, ending in enumerate(self.campaign.endings)
            ),
            flags=tuple(self._flags),
            effects=effects,
            queueable=tuple(sorted({effect.queue for effect in effects if effect.queue >= 0})),
        )  # fmt: skip

    def _node(self, *path: str | int) -> Node | None:
        return self._links.node(self.place.at(*path))

    def _greedy_chance(self) -> int:
        outside = self.campaign.outside
        return {"seeker": 0, "greedy": UNIT}.get(outside.intent, outside.greedy_chance)

    def _alliance(self) -> Alliance:
        members, start = self.campaign.members, self.campaign.start
        count = len(members)
        trust, agreements = np.zeros((count, count, 1), np.int32), np.zeros((count, count, 1), np.int32)
        for grievance in start.trust:
            for i, j in self._pairs(grievance.between, grievance.from_, grievance.to):
                trust[i, j] += hundredths(grievance.change)
        for standing in start.agreements:
            for i, j in self._pairs(standing.between, None, None):
                agreements[i, j] = min(2, int(agreements[i, j, 0]) + standing.count)
        return Alliance(
            ids=tuple(self._members),
            capability=_column([*shares([member.capability for member in members])]),
            position=_grid([[hundredths(getattr(member.positions, axis.word)) for axis in Axis] for member in members]),
            exposure=_column([hundredths(member.exposure) for member in members]),
            weights=_grid([[getattr(member.objective.weights, goal.word) for goal in Goal] for member in members]),
            election=_column([member.election for member in members]),
            trust_change=_frozen(trust),
            agreements=_frozen(agreements),
            channels=_column([hundredths(start.channels.get(member.id, 0)) for member in members]),
            bonus=tuple(self._node("members", index, "objective", "bonus", "when") for index in range(count)),
        )  # fmt: skip

    def _pairs(self, between: tuple[str, str] | None, from_: str | None, to: str | None) -> list[tuple[int, int]]:
        if between is not None:
            i, j = (self._members[name] for name in between)
            return [(i, j), (j, i)]
        return [(self._members[from_], self._members[to])] if from_ and to else []

    def _card_tables(self, entries: list[LoadedCard]) -> Cards:
        cards = [entry.card for entry in entries]
        stake = np.full((len(cards), len(self._members)), BY_RULE, np.int32)
        for row, card in enumerate(cards):
            for name, word in card.touches.items():
                stake[row, self._members[name]] = STAKES[word]
        return Cards(
            ids=tuple(self._cards),
            domain=_row([Domain.of(card.domain).value for card in cards]),
            pips=_frozen(np.array(
                [[getattr(card.features, feature.word) for feature in Feature] for card in cards], np.int32
            ).reshape(-1, len(Feature))),
            escalation=_row([card.escalation for card in cards]),
            human=_row([card.human_cost for card in cards]),
            weight=_row([card.weight for card in cards]),
            stake=_frozen(stake),
            parties=_frozen(np.array([
                [self._members[name] for name in card.parties] if card.parties else [BY_RULE, BY_RULE] for card in cards
            ], np.int32).reshape(-1, 2)),
            acts=_frozen(np.array([
                [self._dealt_in(entry, act.id) for entry in entries] for act in self.campaign.acts], np.bool_)),
            repeat=_frozen(np.array([card.repeat for card in cards], np.bool_)),
            when=tuple(self._links.node(entry.place / "when") for entry in entries),
            key=_frozen(np.array([text_key(card.id) for card in cards], np.uint64)),
        )  # fmt: skip

    def _dealt_in(self, entry: LoadedCard, act: str) -> bool:
        return dealt_in(entry, act, self._links)

    def _effects(self, loaded: Loaded) -> Iterator[Effect]:
        for entry in loaded.cards:
            card = self._cards[entry.card.id]
            for moment, strategy, written, place in entry.effects():
                base = Effect(moment, entry.card.id, card=card, strategy=strategy)
                yield from self._effect(written, place, base)
            for index, follow in enumerate(entry.card.follow_up):
                place = entry.place.at("follow_up", index)
                yield Effect(
                    _MOMENTS[follow.if_], entry.card.id, card=card, when=self._links.node(place / "when"),
                    queue=self._cards[follow.card], after=follow.after, why=follow.why or "",
                )  # fmt: skip
        for number, act in enumerate(self.campaign.acts):
            for index, written in enumerate(act.on_start):
                place = self.place.at("acts", number, "on_start", index)
                yield from self._effect(written, place, Effect(Moment.ACT, act.id, act=number))

    def _effect(self, written: WrittenEffect, place: Place, base: Effect) -> Iterator[Effect]:
        """The single changes of one authored effect, which may change several variables."""
        base = replace(base, when=self._links.node(place / "when"), why=written.why or "")
        for variable, amount in (written.change or {}).items():
            who = tuple(self._members[name] for name in written.who or ()) if variable in PER_MEMBER else ()
            pairs = self._pairs(written.between, written.from_, written.to) if variable == "trust" else []
            yield replace(base, variable=variable, amount=hundredths(amount), who=who, pairs=tuple(pairs))
        if written.set is not None:
            yield replace(base, flag=self._flags[written.set.flag])
        if written.clear is not None:
            yield replace(base, flag=self._flags[written.clear.flag], set_to=False)
        if written.queue is not None:
            yield replace(base, queue=self._cards[written.queue.card], after=written.queue.after)


def dealt_in(entry: LoadedCard, act: str, links: Links) -> bool:
    """Whether an act may deal a card: the card's own `acts`, then the act's filter."""
    if entry.card.acts is not None and act not in entry.card.acts:
        return False
    accepted = links.filters.get(act)
    return accepted is None or accepted.accepts(entry.card, entry.deck)


def rulebook(campaign: Campaign, level: Level, overrides: Mapping[str, float] | None = None) -> Rulebook:
    """The parameters at a level: its defaults, house rules, the campaign's, the level's own, then `overrides`."""
    own = campaign.levels.get(level.word)  # type: ignore[call-overload]
    house = {name: int(on) for name, on in campaign.house_rules.items()}
    merged = {**house, **campaign.parameters, **(own.parameters if own else {}), **(overrides or {})}
    return parameters.rulebook(level, merged)


def hundredths(value: float) -> int:
    """A written number in hundredths, rounded half up on its decimal form (0.29 is 29, whatever binary makes of it)."""
    return int((Decimal(str(value)) * UNIT).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shares(written: list[float]) -> list[int]:
    """Shares in ten-thousandths that sum to exactly 10000, by largest remainder (ties: the earlier one)."""
    exact = [Decimal(str(value)) for value in written]
    total = sum(exact)
    scaled = [value * WHOLE / total for value in exact]
    whole = [int(value) for value in scaled]
    by_remainder = sorted(range(len(whole)), key=lambda k: whole[k] - scaled[k])
    for index in by_remainder[: WHOLE - sum(whole)]:
        whole[index] += 1
    return whole


def _row(values: list[int]) -> Ints:
    row: Ints = _frozen(np.array(values, np.int32))
    return row


def _column(values: list[int]) -> Ints:
    column: Ints = _frozen(np.array(values, np.int32).reshape(-1, 1))
    return column


def _grid(values: list[list[int]]) -> Ints:
    grid: Ints = _frozen(np.array(values, np.int32)[:, :, None])
    return grid


def _frozen(array: Any) -> Any:
    """Tables are shared between games and threads: nobody may write to them."""
    array.flags.writeable = False
    return array
