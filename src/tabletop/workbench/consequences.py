"""What a card's effects would do to a board: each with its amount, whether its condition holds, and what comes of it.

Only the author's part is reckoned, by the rules' own functions; what the rules add to a success or an outbreak is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tabletop.content.campaign import Campaign
from tabletop.content.loading import LoadedCard
from tabletop.content.places import Place
from tabletop.rules import Record
from tabletop.rules.indices import update_indices
from tabletop.rules.ledger import NATIONAL, REGION, Changes
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.story import apply
from tabletop.rules.tables import Effect, Tables
from tabletop.rules.vocabulary import Domain, Moment, Strategy
from tabletop.telling import numbers as telling
from tabletop.telling.words import STRATEGY, number, signed
from tabletop.workbench.clauses import Lit, light
from tabletop.workbench.sliders import Naming

_MOMENT: Final = {
    Moment.DEALT: "When it is dealt", Moment.FAILED: "When a turn has failed", Moment.RESOLVED: "When it is resolved",
    Moment.OUTBREAK: "When it breaks out",
}  # fmt: skip
_INDICES: Final = ("cohesion", "stability")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One authored effect, or a follow-up."""

    text: str
    """What it does, with its amount: ``tension +5``."""
    why: str
    holds: bool
    """Whether its own condition holds on this board; True where it has none."""
    lit: Lit | None
    line: int
    """Where it stands in its file, counted from 1."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One number of the board, before and after."""

    name: str
    before: float
    after: float
    lost: float = 0.0
    """How much of the change its limit took away."""

    def words(self) -> str:
        """``tension 98.0 → 100.0, 3.0 cut off at its limit``"""
        cut = f", {number(abs(self.lost))} cut off at its limit" if abs(self.lost) >= 0.005 else ""
        return f"{self.name} {number(self.before)} → {number(self.after)}{cut}"


@dataclass(frozen=True, slots=True)
class Happening:
    """Everything the author lets happen at one moment."""

    moment: str
    rows: tuple[Consequence, ...]
    shifts: tuple[Shift, ...]
    """The numbers that change, the indices last; empty where nothing holds."""


def happenings(
    campaign: Campaign, tables: Tables, entry: LoadedCard, before: State, dealt: State, naming: Naming
) -> tuple[Happening, ...]:
    """What happens at every moment of a card; `before` is the board without it, `dealt` the one on which it lies."""
    abroad = tables.cards.domain[tables.cards.ids.index(entry.card.id)] == Domain.EXTERNAL
    groups: dict[tuple[Moment, Strategy | None], list[tuple[Consequence, list[Effect]]]] = {}
    for moment, strategy, row, effects in _rows(campaign, tables, entry, before, dealt, naming):
        groups.setdefault((moment, strategy), []).append((row, effects))
    found = []
    for (moment, strategy), rows in groups.items():
        start = before if moment == Moment.DEALT else dealt
        effects = [effect for _, several in rows for effect in several]
        shifts = shifted(start, tables, effects, naming)
        found.append(Happening(_called(moment, strategy, abroad), tuple(row for row, _ in rows), shifts))
    return tuple(found)


def _called(moment: Moment, strategy: Strategy | None, abroad: bool) -> str:
    """The moment in words; `abroad`: a confidence measure waits there for the outside party's answer."""
    if strategy is None:
        return _MOMENT[moment]
    asked = abroad and strategy == Strategy.CONFIDENCE
    if moment == Moment.SUCCESS:
        return f"{STRATEGY[strategy.word]} succeeds{' and is answered' if asked else ''}"
    return f"{STRATEGY[strategy.word]} fails{', or is not answered' if asked else ''}"


def _rows(
    campaign: Campaign, tables: Tables, entry: LoadedCard, before: State, dealt: State, naming: Naming
) -> Iterator[tuple[Moment, Strategy | None, Consequence, list[Effect]]]:
    number_ = tables.cards.ids.index(entry.card.id)
    compiled = iter([effect for effect in tables.effects if effect.card == number_])
    for moment, strategy, written, place in entry.effects():
        effects = [next(compiled) for _ in range(len(written.change or ()) or 1)]
        board = before if moment == Moment.DEALT else dealt
        texts = [_text(effect, naming) for effect in effects]
        yield moment, strategy, _consequence(campaign, tables, place, texts, written.why, board), effects
    for index, follow in enumerate(entry.card.follow_up):
        effect = next(compiled)
        place = entry.place.at("follow_up", index)
        board = before if effect.moment == Moment.DEALT else dealt
        text = [f"then {_text(effect, naming)}"]
        yield effect.moment, None, _consequence(campaign, tables, place, text, follow.why, board), [effect]


def _consequence(
    campaign: Campaign, tables: Tables, place: Place, texts: Sequence[str], why: str | None, board: State
) -> Consequence:
    clause = campaign.links.clause(place / "when")
    lit = light(clause, board, tables) if clause is not None else None
    line = place.document.value_of(place.path)[0] + 1
    return Consequence(", ".join(texts), why or "", lit is None or lit.holds, lit, line)


def _text(effect: Effect, naming: Naming) -> str:
    if effect.flag >= 0:
        return f"{'sets' if effect.set_to else 'clears'} the flag {naming.flags[effect.flag]}"
    if effect.queue >= 0:
        when = {0: "this turn", 1: "next turn"}.get(effect.after, f"in {effect.after} turns")
        return f"“{naming.card(effect.queue)}” {when}"
    name, amount = telling.NAMES.get(effect.variable, effect.variable), signed(effect.amount / 100)
    if effect.variable == "trust":
        return f"trust {amount} {_pairs(effect.pairs, naming)}"
    if effect.variable in NATIONAL:
        who = ", ".join(naming.members[i] for i in effect.who) or "everybody"
        return f"{name} {amount} for {who}"
    return f"{name} {amount}"


def _pairs(pairs: tuple[tuple[int, int], ...], naming: Naming) -> str:
    if not pairs:
        return "between all"
    called = naming.members
    if len(pairs) == 2 and pairs[0] == pairs[1][::-1]:
        return f"between {called[pairs[0][0]]} and {called[pairs[0][1]]}"
    return ", ".join(f"of {called[i]} in {called[j]}" for i, j in pairs)


# ---------------------------------------------------------------- before and after


def carried_out(board: State, tables: Tables, effects: Sequence[Effect]) -> tuple[State, dict[str, dict[int, int]]]:
    """A copy of a board with the effects done, and what the limits took: variable to place to hundredths."""
    after, record = board.copy(), Record()
    changes = Changes(after, record)
    games = np.zeros(1, np.int64)
    for effect in effects:
        apply(after, tables, effect, games, changes)
    for variable in (*REGION, *NATIONAL):
        if any(effect.variable == variable for effect in effects):
            changes.settle(after, variable)
    lost: dict[str, dict[int, int]] = {}
    if changes.shift is not None:
        free = after.trust + changes.shift
        after.trust = np.clip(free, VARIABLES["trust"].low, VARIABLES["trust"].high).astype(np.int32)
        members = np.arange(after.members)
        cut = (after.trust - free)[..., 0]
        after.trust[members, members] = 0
        for i, j in zip(*np.nonzero(cut), strict=True):
            if i != j:
                lost.setdefault("trust", {})[int(i) * after.members + int(j)] = int(cut[i, j])
    for entry in record.entries:
        if entry.rule == "LIM":
            lost.setdefault(entry.variable, {})[entry.who[0] if entry.who else 0] = entry.amount
    update_indices(after, tables)
    return after, lost


def shifted(board: State, tables: Tables, effects: Sequence[Effect], naming: Naming) -> tuple[Shift, ...]:
    """What effects make of a board: every number that they change or that a limit keeps from changing."""
    if not any(effect.variable for effect in effects):
        return ()
    old = board.copy()
    # An index that was set by hand would seem to fall when it is worked out again.
    update_indices(old, tables)
    new, lost = carried_out(old, tables, effects)
    found = []
    for name in REGION:
        found += _one(telling.NAMES.get(name, name), old, new, name, (), lost.get(name, {}).get(0, 0))
    for name in NATIONAL:
        for i, called in enumerate(naming.members):
            found += _one(f"{name} {called}", old, new, name, (i,), lost.get(name, {}).get(i, 0))
    found += _trust(old, new, lost.get("trust", {}), naming)
    for name in _INDICES:
        found += _one(name, old, new, name, (), 0)
    return tuple(found)


def _one(label: str, old: State, new: State, field: str, who: tuple[int, ...], cut: int) -> list[Shift]:
    before, after = (int(getattr(board, field)[(*who, 0)]) for board in (old, new))
    made = Shift(label, before / 100, after / 100, cut / 100)
    return [made] if cut or number(made.before) != number(made.after) else []


def _trust(old: State, new: State, lost: dict[int, int], naming: Naming) -> list[Shift]:
    """Pair by pair, or in the mean where most pairs change."""
    count = old.members
    pairs = [(i, j) for i in range(count) for j in range(count) if i != j]
    moved = [
        Shift(
            f"trust {naming.members[i]}→{naming.members[j]}", old.trust[i, j, 0] / 100, new.trust[i, j, 0] / 100,
            lost.get(i * count + j, 0) / 100,
        )
        for i, j in pairs
        if old.trust[i, j, 0] != new.trust[i, j, 0] or lost.get(i * count + j)
    ]  # fmt: skip
    if len(moved) <= 4:
        return moved
    mean = [sum(int(board.trust[i, j, 0]) for i, j in pairs) / len(pairs) / 100 for board in (old, new)]
    return [Shift("trust on average", mean[0], mean[1], sum(lost.values()) / 100 / len(pairs))]
