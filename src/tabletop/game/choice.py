"""A seat's sealed choice in words, as people, files and scripts write it, and its way to the arrays of the rules."""

from __future__ import annotations

import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from tabletop.content.text import did_you_mean, shorten
from tabletop.game.errors import Malformed
from tabletop.rules import Choices, State, Tables
from tabletop.rules.vocabulary import NOBODY, OUTSIDE, SLOTS, Clause, Strategy, Tactic

OUTSIDE_WORD: Final = "outside"
WITH_CLAUSE: Final = frozenset({"bilateral", "multilateral"})
"""Strategies that end in an agreement, and so carry a clause."""

_WORDS: Final = {"strategy": Strategy.words(), "tactic": Tactic.words(), "clause": Clause.words()}


@dataclass(frozen=True, slots=True)
class Choice:
    """What one member wants to do this turn.

    `strategy` is hold, bilateral, multilateral, confidence or track2; `card` the crisis by its card's id; `target` a
    member's id or "outside", for a bilateral; `effort` 0, 1 or 2.  `tactic` and `clause` may be left to the rules with
    None (and must be, on levels without them).  A Hold has nothing but its strategy.
    """

    strategy: str = "hold"
    tactic: str | None = None
    effort: int = 0
    target: str | None = None
    clause: str | None = None
    card: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields in their fixed order."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def parse(cls, raw: object, place: str = "choice") -> Choice:
        """A choice from untrusted JSON data; raises `Malformed`.

        Only its form is looked at: whether the card is on the table is the rules' business.
        """
        if not isinstance(raw, Mapping):
            raise Malformed("A choice is an object.", 'Like {"strategy": "hold"}.', thing="choice", place=place)
        known = [f.name for f in fields(cls)]
        for key in raw:
            if key not in known:
                near = did_you_mean(str(key), known)
                raise Malformed(
                    f"A choice has no field “{shorten(str(key))}”.",
                    near[:1].upper() + near[1:], thing=shorten(str(key)), place=place,
                )  # fmt: skip
        if raw.get("strategy") is None:
            raise Malformed(
                "The choice names no strategy.",
                f"One of: {', '.join(_WORDS['strategy'])}.",
                thing="strategy",
                place=place,
            )
        words = {name: _word(raw.get(name), name, place) for name in ("strategy", "tactic", "clause")}
        effort = raw.get("effort", 0)
        if not isinstance(effort, int) or isinstance(effort, bool) or not 0 <= effort <= 2:
            raise Malformed(
                f"Effort is 0, 1 or 2, not {_quoted(effort)}.", 'Like "effort": 1.', thing="effort", place=place
            )
        names = {}
        for name, hint in (
            ("target", 'A member\'s id, "outside" or null.'),
            ("card", "The id of a card on the table, or null."),
        ):
            value = raw.get(name)
            if value is not None and not (isinstance(value, str) and 0 < len(value) <= 40):
                raise Malformed(f"The {name} is an id, not {_quoted(value)}.", hint, thing=name, place=place)
            names[name] = value
        assert words["strategy"] is not None
        return cls(words["strategy"], words["tactic"], effort, names["target"], words["clause"], names["card"])


def _word(value: object, name: str, place: str) -> str | None:
    known = _WORDS[name]
    if value is None or (isinstance(value, str) and value in known):
        return value
    near = did_you_mean(value, known) if isinstance(value, str) else f"one of: {', '.join(known)}"
    raise Malformed(f"There is no {name} {_quoted(value)}.", near[:1].upper() + near[1:], thing=name, place=place)


def _quoted(value: object) -> str:
    return f"“{shorten(value)}”" if isinstance(value, str) else shorten(reprlib.repr(value))


def to_choices(choices: Sequence[Choice | None], state: State, tables: Tables) -> Choices:
    """Choices of all members of one game as arrays [N, 1]; None counts as Hold.  They must be legal."""
    arrays = Choices.hold(len(choices), 1)
    seats, cards = tables.alliance.ids, tables.cards.ids
    table = [int(number) for number in state.card[:, 0]]
    for i, choice in enumerate(choices):
        if choice is None or choice.strategy == "hold":
            continue
        arrays.strategy[i] = Strategy.of(choice.strategy)
        arrays.slot[i] = next((s for s in range(SLOTS) if table[s] >= 0 and cards[table[s]] == choice.card), 0)
        arrays.tactic[i] = Tactic.of(choice.tactic or "interest")
        arrays.clause[i] = Clause.of(choice.clause or "consult")
        arrays.effort[i] = choice.effort
        if choice.target is not None:
            arrays.target[i] = OUTSIDE if choice.target == OUTSIDE_WORD else seats.index(choice.target)
    return arrays


def from_choices(choices: Choices, state: State, tables: Tables, game: int = 0) -> list[Choice]:
    """One game of a batch of choices in words, as the rules read them.

    What the rules would not allow is a Hold, effort is cut to the means, and fields without a meaning are None: the
    result is always legal.
    """
    from tabletop.rules.choices import allowed

    one = Choices(**{f.name: np.asarray(getattr(choices, f.name))[:, game : game + 1] for f in fields(choices)})
    board = state if state.games == 1 else state.take([game])
    read = allowed(board, one, tables)
    seats, cards, book = tables.alliance.ids, tables.cards.ids, tables.book
    result = []
    for i in range(len(seats)):
        strategy = Strategy(int(read.strategy[i, 0])).word
        if strategy == "hold":
            result.append(Choice())
            continue
        number = int(read.target[i, 0])
        target = None if number == NOBODY else OUTSIDE_WORD if number == OUTSIDE else seats[number]
        result.append(Choice(
            strategy=strategy,
            tactic=Tactic(int(read.tactic[i, 0])).word if book.tactics else None,
            effort=int(read.effort[i, 0]),
            target=target if strategy == "bilateral" else None,
            clause=Clause(int(read.clause[i, 0])).word if book.clauses == 2 and strategy in WITH_CLAUSE else None,
            card=cards[int(board.card[int(read.slot[i, 0]), 0])],
        ))  # fmt: skip
    return result
