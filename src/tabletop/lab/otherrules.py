"""Numbers of the model changed by name, and what was changed: the rule, the range, from and to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.rules.parameters import MEANINGS, Meaning, ParameterError
from tabletop.rules.registry import REGISTRY, Rule, number_text, value_of
from tabletop.rules.vocabulary import Level

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.rules.parameters import Rulebook
    from tabletop.rules.tables import Tables

WEIGHTS: Final = ("cohesion_weights", "stability_weights")
"""The tables whose cells sum to 1."""
_EXAMPLE: Final = "Like this: --set side_deal=2"


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number of the model that is not what it was, in whole units."""

    name: str
    """As `with_values` takes it: ``side_deal``, ``fit.bilateral.urgency``."""
    before: float
    after: float
    along: bool = False
    """Nobody asked for it: a weight that had to give way, so that the weights of its index sum to 1."""

    @property
    def meaning(self) -> Meaning:
        return MEANINGS[self.name.partition(".")[0]]

    @property
    def rule(self) -> Rule:
        """The rule it belongs to, with its source."""
        return REGISTRY[self.meaning.rule]


@dataclass(frozen=True, slots=True)
class Known:
    """A number of the model that can be changed, in whole units."""

    name: str
    """As `parse_numbers` takes it."""
    value: float
    low: float
    high: float
    about: str
    rule: str
    """Its rule's id; `title` is its name."""
    title: str


def known_numbers(book: Rulebook) -> list[Known]:
    """Every number of a game's model, cell by cell, in the order of the rules' reference.

    Cells that mean nothing, such as the effort that holding needs, are outside their range and left out.
    """
    found = []
    for head, meaning in MEANINGS.items():
        names = [head]
        for axis in (meaning.rows, meaning.columns):
            names = [f"{name}.{word}" for name in names for word in axis] if axis else names
        title = REGISTRY[meaning.rule].title
        found += [
            Known(name, value_of(name, book), meaning.low, meaning.high, meaning.text, meaning.rule, title)
            for name in names
        ]
    return [one for one in found if one.low <= one.value <= one.high]


def parse_numbers(words: Iterable[str]) -> dict[str, float]:
    """``["side_deal=2", …]`` as names and numbers in whole units.

    Raises `UsageError` for what is no number, an unknown name (with the nearest one), and a value outside its range.
    """
    found: dict[str, float] = {}
    for word in words:
        name, equals, text = word.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f"“{shorten(word)}” is no NAME=VALUE.", _EXAMPLE)
        require_number(name)
        if name in found:
            raise UsageError(f"{name} is set twice.", "Give it once.")
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        meaning = MEANINGS[name.partition(".")[0]]
        if math.isnan(value):
            raise UsageError(f"{name}: “{shorten(text)}” is no number.", f"{span(meaning)} {_EXAMPLE}".strip())
        if not meaning.low <= value <= meaning.high:
            told = number_text(value) if math.isfinite(value) else shorten(text.strip())
            raise UsageError(f"{name}: {told} is outside its range.", span(meaning))
        if meaning.unit == 1 and value != int(value):
            raise UsageError(f"{name}: {number_text(value)} is not a whole number.", span(meaning))
        found[name] = value
    return found


def span(meaning: Meaning) -> str:
    """“It goes from 0 to 15: trust a dealer loses ….”"""
    return f"It goes from {number_text(meaning.low)} to {number_text(meaning.high)}: {meaning.text}."


def require_number(name: str) -> None:
    """Raise `UsageError` unless `name` names one number of the model; the error names the nearest one."""
    head, *path = name.split(".")
    meaning = MEANINGS.get(head)
    if meaning is None:
        near = did_you_mean(head, MEANINGS, most=0)
        hint = near[:1].upper() + near[1:] if near else "tabletop guide rules lists them all."
        near_name = near.removeprefix("did you mean “").removesuffix("”?")
        known = MEANINGS.get(near_name)
        raise UsageError(
            f"The model has no number “{shorten(name)}”.", f"{hint} {span(known)}" if known is not None else hint
        )
    axes = [axis for axis in (meaning.rows, meaning.columns) if axis]
    if not axes and path:
        raise UsageError(f"{head} is one number, not a table.", f"Write {head}=VALUE. {span(meaning)}")
    if len(path) != len(axes):
        cells = " or ".join(", ".join(axis) for axis in axes)
        example = ".".join([head, *(axis[-1] for axis in axes)])
        raise UsageError(f"{head} is a table: name one cell.", f"Like {example}=VALUE; there are {cells}.")
    for word, axis in zip(path, axes, strict=True):
        if word not in axis:
            near = did_you_mean(word, axis)
            raise UsageError(f"{head} has no “{shorten(word)}”.", near[:1].upper() + near[1:])


def tables_with(campaign: Campaign, level: Level, numbers: Mapping[str, float]) -> Tables:
    """The campaign's tables with other numbers; raises `UsageError` for one that does not fit.

    Where weights of an index are among them, its other weights keep their proportions, so that all sum to 1.
    """
    asked = weights_whole(campaign.tables(level).book, numbers)
    try:
        return campaign.tables(level, asked)
    except ParameterError as error:
        hint = f"{error.hint[:1].upper()}{error.hint[1:]}"
        raise UsageError(f"{error.name}: {error.problem}.", hint and f"{hint.rstrip('.')}.") from error


def weights_whole(book: Rulebook, numbers: Mapping[str, float]) -> dict[str, float]:
    """`numbers`, and the weights that give way to them; raises `UsageError` where weights cannot sum to 1."""
    found = dict(numbers)
    for head in WEIGHTS:
        names = [f"{head}.{row}" for row in MEANINGS[head].rows]
        given = [name for name in names if name in numbers]
        if not given:
            continue
        rest = [name for name in names if name not in numbers]
        left = 100 - sum(round(100 * numbers[name]) for name in given)
        if left < 0 or (left and not rest):
            sum_told = number_text(round((100 - left) / 100, 4))
            raise UsageError(
                f"The weights of {head} would sum to {sum_told}, not to 1.", f"Change {' or '.join(given)}."
            )
        found.update(zip(rest, _shared([value_of(name, book) for name in rest], left), strict=True))
    return found


def _shared(weights: Sequence[float], whole: int) -> list[float]:
    """`whole` hundredths in the proportions of the weights, by largest remainder (ties: the earlier one)."""
    parts = [Fraction(round(100 * weight)) for weight in weights]
    total = sum(parts) or Fraction(1)
    exact = [part * whole / total for part in parts] if any(parts) else [Fraction(whole, len(parts)) for _ in parts]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(shares)), key=lambda k: shares[k] - exact[k])
    for index in by_remainder[: whole - sum(shares)]:
        shares[index] += 1
    return [share / 100 for share in shares]


def compared(before: Rulebook, after: Rulebook, asked: Iterable[str] = ()) -> tuple[NumberChange, ...]:
    """Every number in which two rulebooks differ, in the order of the rules; those not `asked` for gave way."""
    wanted = set(asked)
    changes = []
    for name in _cells():
        was, now = value_of(name, before), value_of(name, after)
        if was != now:
            changes.append(NumberChange(name, was, now, name not in wanted))
    return tuple(changes)


def _cells() -> Iterable[str]:
    for head, meaning in MEANINGS.items():
        if not meaning.rows:
            yield head
            continue
        for row in meaning.rows:
            yield from (
                (f"{head}.{row}.{column}" for column in meaning.columns) if meaning.columns else (f"{head}.{row}",)
            )
