"""The small language of moves: “1 bilateral delmar listen effort 2”, “track2 on cable-cut, listen, effort 1”.

A line is read into its parts; what is left out is for the caller to fill in.  Any order will do, names may be cut
short while they mean one thing, and a part's name may stand before a word that could mean two: “clause intelligence”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.telling.words import CLAUSE, STRATEGY, STRATEGY_KEY, TACTIC

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


class Unclear(UsageError):
    """What was said makes no sense here; the text says what would."""


class Unknown(Unclear):
    """A word that names nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language of moves: what it is called, and which part it fills with what."""

    name: str
    part: str
    value: Any


def vocabulary(
    members: Iterable[tuple[str, str, str]], outside: tuple[str, str], crises: Iterable[tuple[str, str]]
) -> list[Word]:
    """Everything that may be said in a move.

    `members`: id, name and short name of each; `outside`: name and short name of the other side; `crises`: card's id
    and title.
    """
    words = [Word(STRATEGY_KEY[word], "way", word) for word in STRATEGY]
    words += [Word(name, "way", word) for word, label in STRATEGY.items() for name in (word, label)]
    words += [Word(name, "way", word) for name, word in _MORE_WAYS.items()]
    words += [Word(name, "tactic", word) for word, label in TACTIC.items() for name in (word, label)]
    words += [Word(name, "clause", word) for word, label in CLAUSE.items() for name in (word, label)]
    words += [Word(said, "partner", seat) for seat, name, short in members for said in (name, seat, short)]
    name, short = outside
    words += [Word(said, "partner", "outside") for said in ("outside", name, name.removeprefix("the "), short)]
    words += [Word(said, "crisis", card) for card, title in crises for said in (title, card)]
    return words


def read_move(typed: Sequence[str], known: Sequence[Word], cards: Sequence[str], hint: str = "") -> dict[str, Any]:
    """The parts that words name, by `PARTS`; raises `Unclear`.

    `cards` are the crises in the order of their numbers; `hint` says where to look what may be chosen.
    """
    words = [word.strip(".,;:!\"“”'") for word in typed]
    words = [word for word in words if word]
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
            part, value, used = _number(cards, word, wanted, found)
        else:
            named = _name(words[at:], known, wanted, found)
            if named is None:
                if word in _FILLERS:
                    at += 1
                    continue
                raise _unknown(words[at], known, wanted, hint)
            (part, value), used = (named[0].part, named[0].value), named[1]
        if part in found and found[part] != value:
            raise Unclear(f"That names two {'crises' if part == 'crisis' else part + 's'}: give one.")
        found[part] = value
        at, wanted = at + used, ""
    return found


def numbered(word: str, most: int, what: str) -> int:
    """The place in a list, from 0, of a number from 1; raises `Unclear`."""
    number = int(word[:6]) if word.isascii() and word.isdecimal() else 0
    if not 1 <= number <= most:
        known = f"Numbers go from 1 to {most}." if most > 1 else "The only one is 1." if most else ""
        raise Unclear(f"There is no {what} {shorten(word)}. {known}".rstrip())
    return number - 1


def plain_name(text: str) -> str:
    """A name as it is compared: small letters and digits only."""
    return "".join(char for char in text.casefold() if char.isalnum())


def any_of(words: Sequence[str]) -> str:
    """“a”, “a or b”, “a, b or c”."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _number(cards: Sequence[str], word: str, wanted: str, found: dict[str, Any]) -> tuple[str, Any, int]:
    """A bare number is a crisis the first time, and the effort after that."""
    if wanted == "crisis" or (not wanted and "crisis" not in found):
        try:
            if not cards:
                raise Unclear("No crisis is on the table.")
            return "crisis", cards[numbered(word, len(cards), "crisis")], 1
        except Unclear as unclear:
            raise Unclear(f"{unclear} If the effort is meant, say effort {shorten(word, 6)}.") from None
    if wanted:
        raise Unclear(f"Give the {wanted} as a word, not as a number.")
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
        raise Unclear(f"“{shorten(typed)}” can mean {any_of(told)}. Type more letters, or the part before it.")
    return next(iter(meanings.values()))


def _unknown(typed: str, known: Sequence[Word], wanted: str, hint: str) -> Unknown:
    names = [word.name for word in known if not wanted or word.part == wanted]
    near = did_you_mean(typed, names, most=0)
    return Unknown(f"“{shorten(typed)}” is no part of a move. {near[:1].upper() + near[1:] if near else hint}".rstrip())
