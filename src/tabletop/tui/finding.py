"""Commands found by what people call them: by name, by other words for the same thing, by what they say."""

from __future__ import annotations

from typing import Final

_ALSO: Final = {
    "leave": "quit exit close stop end bye save home",
    "quit": "leave exit close stop end bye kill",
    "home": "quit exit leave menu main start",
    "undo": "take back revert withdraw",
    "take back": "undo revert withdraw",
    "colours": "theme color dark light contrast projector colour-blind",
    "settings": "options preferences config configure setup theme level bell sound motion animation",
    "keys": "keymap keyboard shortcut binding hotkey remap",
    "records": "stats statistics score highscore best honours achievements grade",
    "honours": "achievements stats",
    "continue": "resume load open",
    "stored": "load saves resume games open",
    "save": "export report write file html markdown csv json",
    "help": "manual how rules ?",
    "help too": "manual how rules ?",
    "history": "replay film past turns stats log",
    "why": "explain reason ledger stats statistics",
    "numbers": "stats statistics inspect",
    "seal": "commit confirm play done submit send",
    "compare": "options beside",
    "odds": "chance probability forecast worth",
    "outlook": "forecast coach advice hint guess future fan predict",
    "read": "crisis story card text",
    "brief": "objective secret red lines goal",
    "brief panel": "objective secret red lines goal",
    "facilitator": "pause note undo",
    "fork": "branch what if",
    "again": "retry restart rematch seed",
    "new": "begin start play campaign",
    "tutorial": "learn lesson teach",
    "today": "daily day",
    "mute": "unmute silence let speak again",
}
"""Other words for a command, by its verb."""


def also(name: str) -> str:
    """Other words by which people may look for a command."""
    noun, _, verb = name.partition(": ")
    return f"{_ALSO.get(verb, '')} {_ALSO['colours'] if noun == 'colours' else ''}".strip()


def fits(typed: str, name: str) -> int | None:
    """How well a name fits what was typed, the smaller the better; None when it does not.

    Every word must be in it; words at the beginning of the name's words count first.
    """
    name = name.casefold()
    score = 0
    for word in typed.casefold().split():
        at = name.find(word)
        if at < 0:
            return None
        score += 0 if at == 0 or not name[at - 1].isalnum() else 1
    return score


def rank(typed: str, name: str, says: str) -> int | None:
    """The place of a command among those found, 0 for the best; None when it does not fit at all.

    Its name counts first, then other words for it, then its sentence.
    """
    for place, text in enumerate((name, f"{name} {also(name)}", f"{name} {also(name)} {says}")):
        score = fits(typed, text)
        if score is not None:
            return 10 * place + score
    return None
