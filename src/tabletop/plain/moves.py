"""A move in words, both ways: from a line that was typed to its parts, and from a choice to a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.plain.here import Here, Puzzled, any_of, plain_name
from tabletop.telling.words import CLAUSE, STRATEGY, STRATEGY_KEY, TACTIC

if TYPE_CHECKING:
    from tabletop.game.choice import Choice

PARTS: Final = ("crisis", "way", "partner", "tactic", "clause", "effort")
_FILLERS: Final = frozenset(
    ("a", "an", "the", "with", "on", "in", "for", "to", "by", "and", "of", "using", "use", "my", "as", "means")
)
_EFFORT: Final = re.compile(r"e(?:ffort)?([0-9]+)")
_MORE_WAYS: Final = {
    "summit": "multilateral", "reassure": "confidence", "reassuring": "confidence", "confidence building": "confidence",
    "track 2": "track2", "unofficial": "track2", "talks": "track2", "agreement": "bilateral",
}  # fmt: skip
_LONGEST_NAME: Final = 8
"""Words of a name that are tried together."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language of moves: what it is called, and which part it fills with what."""

    name: str
    part: str
    value: Any


def vocabulary(here: Here) -> list[Word]:
    """Everything that may be said in a move, here and now."""
    view = here.view
    words = [Word(STRATEGY_KEY[word], "way", word) for word in STRATEGY]
    words += [Word(name, "way", word) for word, label in STRATEGY.items() for name in (word, label)]
    words += [Word(name, "way", word) for name, word in _MORE_WAYS.items()]
    words += [Word(name, "tactic", word) for word, label in TACTIC.items() for name in (word, label)]
    words += [Word(name, "clause", word) for word, label in CLAUSE.items() for name in (word, label)]
    words += [
        Word(name, "partner", member.seat)
        for member in view.members
        for name in (member.name, member.seat, member.short)
    ]
    outside = view.outside
    short = outside.name.removeprefix("the ")
    words += [Word(name, "partner", "outside") for name in ("outside", outside.name, short, outside.short)]
    words += [Word(name, "crisis", crisis.card) for crisis in view.crises for name in (crisis.title, crisis.card)]
    return words


def read_move(here: Here, typed: Sequence[str]) -> dict[str, Any]:
    """The parts that a line like “1 bilateral delmar interest effort 2” names; raises `Puzzled`.

    Keywords may stand before a word that could mean two things: “clause intelligence”.
    """
    words = [word.strip(".,;:!\"“”'") for word in typed]
    words = [word for word in words if word]
    known = vocabulary(here)
    found: dict[str, Any] = {}
    at, wanted = 0, ""
    while at < len(words):
        word = words[at].lower()
        keyword = next((part for part in PARTS if len(word) > 2 and part.startswith(word)), "")
        if keyword and at + 1 < len(words) and not any(plain_name(w.name) == word for w in known):
            wanted = keyword
            at += 1
            continue
        effort = _EFFORT.fullmatch(word)
        if effort or (wanted == "effort" and word.isdecimal()):
            part, value, used = "effort", int((effort[1] if effort else word)[:6]), 1
        elif word.isdecimal() and word.isascii():
            part, value, used = _number(here, word, wanted, found)
        else:
            named = _name(words[at:], known, wanted, found)
            if named is None:
                if word in _FILLERS:
                    at += 1
                    continue
                raise _unknown(words[at], known, wanted)
            (part, value), used = (named[0].part, named[0].value), named[1]
        if part in found and found[part] != value:
            raise Puzzled(f"That names two {'crises' if part == 'crisis' else part + 's'}: give one.")
        found[part] = value
        at, wanted = at + used, ""
    return found


def _number(here: Here, word: str, wanted: str, found: dict[str, Any]) -> tuple[str, Any, int]:
    """A bare number is a crisis the first time, and the effort after that."""
    if wanted == "crisis" or (not wanted and "crisis" not in found):
        try:
            return "crisis", here.crisis(word).card, 1
        except Puzzled as puzzled:
            raise Puzzled(f"{puzzled} If the effort is meant, say effort {shorten(word, 6)}.") from None
    if wanted:
        raise Puzzled(f"Give the {wanted} as a word, not as a number.")
    return "effort", int(word[:6]), 1


def _name(
    words: Sequence[str], known: Sequence[Word], wanted: str, found: dict[str, Any]
) -> tuple[Word, int] | None:  # fmt: skip
    """The longest name that the words begin with; a single word may be cut short."""
    fitting = [word for word in known if not wanted or word.part == wanted]
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        spelled = plain_name("".join(words[:length]))
        exact = [word for word in fitting if spelled and plain_name(word.name) == spelled]
        if exact:
            return _only(exact, words[0], found), length
    if words[0].lower() in _FILLERS:
        return None
    spelled = plain_name(words[0])
    begun = [word for word in fitting if spelled and plain_name(word.name).startswith(spelled)]
    return (_only(begun, words[0], found), 1) if begun else None


def _only(fitting: Sequence[Word], typed: str, found: dict[str, Any]) -> Word:
    """The one meaning of what was typed; a part that has been named already is not meant again."""
    meanings: dict[tuple[str, Any], Word] = {}
    for word in fitting:
        meanings.setdefault((word.part, word.value), word)
    if len(meanings) > 1:
        fresh = {key: word for key, word in meanings.items() if key[0] not in found}
        meanings = fresh or meanings
    if len(meanings) > 1:
        told = [f"{word.name.lower()} ({word.part})" for word in meanings.values()]
        raise Puzzled(f"“{shorten(typed)}” can mean {any_of(told)}. Type more letters, or the part before it.")
    return next(iter(meanings.values()))


def _unknown(typed: str, known: Sequence[Word], wanted: str) -> Puzzled:
    names = [word.name for word in known if not wanted or word.part == wanted]
    near = did_you_mean(typed, names, most=0)
    hint = near[:1].upper() + near[1:] if near else "options lists what may be chosen."
    return Puzzled(f"“{shorten(typed)}” is no part of a move. {hint}")


def in_words(here: Here, choice: Choice) -> str:
    """A choice as a sentence."""
    if choice.strategy == "hold":
        return "You hold: you stay out this turn and gather half a means more."
    names = here.names
    on = f"on “{names.card(choice.card or '')}”"
    deed = {
        "bilateral": f"You seek an agreement with {names.member(choice.target or '')} {on}",
        "multilateral": f"You call a summit {on}",
        "confidence": f"You take a reassuring step {on}",
        "track2": f"You open unofficial talks {on}",
    }[choice.strategy]
    return f"{deed}{_details(choice)}."


def _details(choice: Choice) -> str:
    told: list[str] = []
    if choice.tactic:
        told.append(f"tactic {TACTIC.get(choice.tactic, choice.tactic).lower()}")
    if choice.clause:
        told.append(f"clause {CLAUSE.get(choice.clause, choice.clause).lower()}")
    told.append(f"effort {choice.effort}")
    return "".join(f", {part}" for part in told)
