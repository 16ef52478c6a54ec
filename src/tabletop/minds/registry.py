"""Minds by name: the shipped ones, families such as rotate-A-B, and plug-ins."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final

import numpy as np

from tabletop.errors import TabletopError, UsageError
from tabletop.game.batchview import BatchView
from tabletop.minds import characters, simple
from tabletop.minds.luck import MindLuck
from tabletop.minds.plan import leaning_mind, thoughtful, without
from tabletop.minds.seating import Mind
from tabletop.minds.strategist import strategist
from tabletop.rules.choices import Choices
from tabletop.rules.vocabulary import NOBODY, SLOTS, Clause, Strategy, Tactic

GROUP: Final = "tabletop.minds"
"""The entry-point group in which packages register minds."""

_WORDS: Final = {s.word: s for s in Strategy if s != Strategy.HOLD}
_LIMITS: Final = {
    "strategy": len(Strategy), "slot": SLOTS, "tactic": len(Tactic), "target": NOBODY + 1, "clause": len(Clause),
    "effort": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A shipped mind."""

    mind: Mind
    about: str
    """One sentence on what it does."""


def _known(mind: Mind) -> Known:
    return Known(mind, " ".join((mind.__doc__ or "").split()))


SHIPPED: Final[dict[str, Known]] = {
    "thoughtful": _known(thoughtful),
    "strategist": _known(strategist),
    "greedy": _known(characters.greedy),
    "random": _known(simple.random),
    "guarantor": _known(characters.guarantor),
    "free-rider": _known(characters.free_rider),
    "sovereigntist": _known(characters.sovereigntist),
    "opportunist": _known(characters.opportunist),
    "chaos": _known(simple.chaos),
    "always-bilateral": _known(simple.always_bilateral),
    "always-multilateral": _known(simple.always_multilateral),
    "always-confidence": _known(simple.always_confidence),
    "always-track2": _known(simple.always_track2),
}


class MindError(TabletopError):
    """A plug-in mind that cannot be loaded, or that does not play by the rules of minds."""


def names() -> list[str]:
    """Every name that can be called without parts of its own: shipped minds, then plug-ins."""
    return [*SHIPPED, *sorted({point.name for point in _plug_ins()} - set(SHIPPED))]


def about(name: str) -> str:
    """One sentence on what a mind does; raises like `find`."""
    known = SHIPPED.get(name)
    if known is not None:
        return known.about
    text = " ".join((find(name).__doc__ or "").split())
    return text or f"The mind “{name}” of another package."


def find(name: str) -> Mind:
    """The mind called `name`.

    Shipped names, `rotate-A-B-…` and `thoughtful-without-A` for any of bilateral, multilateral, confidence and
    track2, then what other packages registered.  Raises `UsageError` for an unknown name and `MindError` for a
    plug-in that does not load; a plug-in that fails later raises `MindError` too.
    """
    known = SHIPPED.get(name)
    if known is not None:
        return known.mind
    if name.startswith("rotate-"):
        return simple.rotating(_strategies(name, name.removeprefix("rotate-").split("-"), 2))
    if name.startswith("thoughtful-without-"):
        (left_out,) = _strategies(name, [name.removeprefix("thoughtful-without-")], 1)
        return leaning_mind(without(left_out), f"The thoughtful plan without {simple.SPOKEN[left_out]}.")
    for point in _plug_ins():
        if point.name == name:
            return _plugged(point)
    near = difflib.get_close_matches(name, names(), 1)
    hint = f"Did you mean {near[0]}?" if near else "Known: " + ", ".join(names()) + "."
    raise UsageError(f"There is no mind called “{name}”.", hint)


def _strategies(name: str, words: list[str], least: int) -> tuple[Strategy, ...]:
    for word in words:
        if word not in _WORDS:
            raise UsageError(f"“{word}” in the mind “{name}” is no strategy.", "Use " + ", ".join(_WORDS) + ".")
    if len(words) < least:
        raise UsageError(f"The mind “{name}” names too few strategies.", f"It needs at least {least}.")
    return tuple(_WORDS[word] for word in words)


def _plug_ins() -> Iterator[EntryPoint]:
    yield from sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))


def _plugged(point: EntryPoint) -> Mind:
    """A plug-in's mind, whose every failure is one clear sentence."""
    try:
        mind = point.load()
    except Exception as wrong:
        raise MindError(
            f"The mind “{point.name}” ({point.value}) could not be loaded: {_reason(wrong)}.",
            "Mend or remove the package that brings it.",
        ) from wrong
    if not callable(mind):
        raise MindError(f"The mind “{point.name}” ({point.value}) cannot be called.", "It must be a function.")

    def guarded(view: BatchView, luck: MindLuck) -> Choices:
        try:
            return _checked(point.name, mind(view, luck), view)
        except TabletopError:
            raise
        except Exception as wrong:
            raise MindError(
                f"The mind “{point.name}” failed in turn {view.turn}: {_reason(wrong)}.", "Play with another mind."
            ) from wrong

    guarded.__doc__ = mind.__doc__
    return guarded


def _reason(wrong: Exception) -> str:
    said = " ".join(str(wrong).split()).rstrip(".")
    return f"{type(wrong).__name__}: {said}" if said else type(wrong).__name__


def _checked(name: str, choices: Any, view: BatchView) -> Choices:
    """The choices as int32 arrays of the right shape and range."""
    advice = "A mind returns Choices, whole numbers [members, games] each."
    if not isinstance(choices, Choices):
        raise MindError(f"The mind “{name}” returned {type(choices).__name__} instead of Choices.", advice)
    fixed = {}
    for f in fields(Choices):
        values = np.asarray(getattr(choices, f.name))
        if values.shape != (view.members, view.games) or values.dtype.kind not in "iu":
            raise MindError(f"The mind “{name}” returned {f.name} as {values.dtype} {list(values.shape)}.", advice)
        if values.size and not 0 <= int(values.min()) <= int(values.max()) < _LIMITS[f.name]:
            raise MindError(f"The mind “{name}” returned {f.name} outside 0 to {_LIMITS[f.name] - 1}.", advice)
        fixed[f.name] = np.array(values, np.int32)
    return Choices(**fixed)
