"""Why a key is grey: what would have to be so before it does something."""

from __future__ import annotations

from typing import Final

_NOTHING_BACK: Final = "There is nothing to take back yet."
_NO_TURN: Final = "No turn has been played yet."

_WHY_NOT: Final = {
    "home: continue": "There is no game to go on with.",
    "home: tutorial": "The tutorial is not among these campaigns.",
    "home: today": "There is no game of the day: no campaign came with the program.",
    "home: stored": "No game is stored yet.",
    "home: about": "Move to a campaign first: this tells all about it.",
    "table: undo": _NOTHING_BACK,
    "table: why": "There is nothing to explain yet.",
    "table: outlook": "Outlook and coach are off here: the settings switch them on (with several people: facilitator).",
    "curtain: next": "Nobody else is waited for.",
    "facilitator: take back": _NOTHING_BACK,
    "facilitator: seat": "Nobody has sealed a choice in this turn.",
    "end: why": _NO_TURN,
    "end: fork": _NO_TURN,
    "history: back": _NO_TURN,
    "history: next": _NO_TURN,
    "history: play": _NO_TURN,
    "history: why": "Nothing came before the start: go to a turn first.",
    "history: fork": "The game ends here: go to an earlier turn first.",
    "history: what if": "What might have been is told when the game is over; go to a turn that was played.",
    "stored: open": "This game is damaged, or there is none.",
    "stored: delete": "No game is stored yet.",
    "records: open": "The game itself is no longer stored.",
    "records: move": "No game has come to its end yet.",
    "keys: reset": "This key is as it came.",
    "keys: reset all": "All keys are as they came.",
    "commands: do": "Nothing is called so.",
    "console: paper": "Printable pages are not there in this version.",
    "bench: edit": "Set EDITOR (or VISUAL) to your editor first.",
    "bench: faulty": "There is no problem.",
    "bench: less": "Open a panel beside the list first: the sliders are there.",
    "bench: more": "Open a panel beside the list first: the sliders are there.",
}


def reason(name: str) -> str:
    """Why the binding `name` does nothing now, in a sentence."""
    return _WHY_NOT.get(name) or _WHY_NOT.get(name.rstrip("0123456789 ")) or "That cannot be done now."
