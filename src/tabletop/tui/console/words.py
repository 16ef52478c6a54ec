"""Words of the console: phases, ratings, the observer's rubric, and times as people read them."""

from __future__ import annotations

from typing import Any, Final

from tabletop.host.client.words import clock_text
from tabletop.telling.evaluation import RUBRIC

minutes = clock_text
PHASES: Final = ("brief", "caucus", "commit", "resolve", "discuss")
PHASE_HINT: Final = {
    "lobby": "People join and find their seats. Nothing is played yet.",
    "brief": "Everybody reads the situation and the own brief.",
    "caucus": "Teams talk, send messages, propose and promise.",
    "commit": "Each team seals its choice.",
    "resolve": "The dice fall, and the room looks at what happened.",
    "discuss": "What happened, why, and what it was like to be the others.",
    "end": "The game is over.",
}


def looks_like(capability: str, rating: str) -> str:
    """What a rating of a capability looks like, in a few words; "" for one that is not in the rubric."""
    levels = RUBRIC.get(capability)
    return levels["UMSP".index(rating)] if levels and rating in "UMSP" else ""


def ago(seconds: float) -> str:
    """A span in a word or two: "now", "40 s", "5 min"."""
    if seconds < 5:
        return "now"
    return f"{int(seconds)} s" if seconds < 100 else f"{int(seconds / 60 + 0.5)} min"


def to_whom(to: Any, names: dict[str, str]) -> str:
    """Whom something is addressed to: "to Anvers and Brill", "to everybody", "to the press"."""
    one = {"all": "everybody", "press": "the press", "facilitator": "you", "team": "the own team"}
    whom = [to] if isinstance(to, str) else list(to or ())
    known = [one.get(str(who)) or names.get(str(who), str(who)) for who in whom]
    return " and ".join(filter(None, (", ".join(known[:-1]), *known[-1:]))) or "nobody"
