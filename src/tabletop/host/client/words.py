"""How what is said in a class is told: who to whom, how a proposal stands, how long a phase goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tabletop.telling.sentences import listed

Data = Mapping[str, Any]
Member = Callable[[str], str]
"""Turns a seat's id into its name."""

RULES: Final = {
    "consensus": ("consensus", "adopted when every seat has said yes or abstained"),
    "majority": ("majority", "adopted when more than half say yes"),
    "silence": ("silence procedure", "adopted unless somebody breaks the silence before the clock"),
}
STATES: Final = {
    "open": "open", "adopted": "adopted", "broken": "silence broken", "failed": "not adopted", "withdrawn": "withdrawn",
}  # fmt: skip
PHASES: Final = ("lobby", "brief", "caucus", "commit", "resolve", "discuss", "end")
STANCES: Final = ("yes", "no", "abstain")
_RECEIVERS: Final = {"all": "everybody", "press": "the press", "facilitator": "the facilitator"}


def phase_name(phase: str) -> str:
    """“Caucus”."""
    return phase[:1].upper() + phase[1:]


def clock_text(seconds: float) -> str:
    """A time as a clock shows it, 2:14; what is over time is counted up with a plus sign, +0:45."""
    whole = int(abs(seconds) + (0.999 if seconds > 0 else 0))
    hours, rest = divmod(whole, 3600)
    text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"+{text}" if seconds < 0 and whole else text


def time_spoken(seconds: float) -> str:
    """A time as one says it: “2 minutes”, “1 minute 30 seconds”, “40 seconds”; to ten seconds from two minutes on."""
    whole = int(round(abs(seconds), -1 if abs(seconds) >= 120 else 0))
    minutes, rest = divmod(whole, 60)
    parts = [f"{minutes} minute{'s' if minutes != 1 else ''}"] if minutes else []
    if rest or not minutes:
        parts.append(f"{rest} second{'s' if rest != 1 else ''}")
    return " ".join(parts)


def left_spoken(left: float | None, paused: bool) -> str:
    """“6 minutes left”, “over time by 20 seconds”, “paused with 2 minutes left”; "" without a clock."""
    if left is None:
        return "paused" if paused else ""
    told = f"{time_spoken(left)} left" if left >= 0 else f"over time by {time_spoken(left)}"
    return f"paused with {told}" if paused else told


def sender(message: Data, member: Member) -> str:
    """Who says it: “Delmar, Ada”, “unsigned”, “the facilitator”, “the host”."""
    seat, name = str(message.get("from") or ""), str(message.get("name") or "")
    if seat:
        return f"{member(seat)}, {name}" if name else member(seat)
    if message.get("unsigned"):
        return "unsigned"
    # What the host tells all is what the facilitator did; to the facilitator it speaks for itself.
    own = message.get("kind") == "system" and list(message.get("to") or ()) == ["facilitator"]
    return "the host" if own else "the facilitator"


def receivers(message: Data, me: Data, member: Member) -> str:
    """To whom: “everybody”, “you”, “Anvers and Brill”, “our team”."""
    told = []
    whom = message.get("to")
    for one in whom if isinstance(whom, list | tuple) else [whom]:
        to = str(one)
        if to == me.get("person"):
            told.append("you")
        elif to and to == me.get("seat"):
            told.append("our team" if message.get("from") == to else "us")
        else:
            told.append(_RECEIVERS.get(to) or member(to))
    return listed(told)


def mine(message: Data, me: Data) -> bool:
    """Whether one has said it oneself."""
    return bool(message.get("by")) and message.get("by") == me.get("person")


def votes(proposal: Data, member: Member) -> str:
    """“signed by Brill; yes: Anvers; no: Corte”; "" while nobody has said a word."""
    given = proposal.get("votes")
    stances = given if isinstance(given, dict) else {}
    told = []
    signed = [member(str(seat)) for seat in proposal.get("cosigners") or ()]
    if signed:
        told.append(f"signed by {listed(signed)}")
    for stance, word in (("yes", "yes"), ("no", "no"), ("abstain", "abstaining")):
        seats = [member(str(seat)) for seat, said in stances.items() if said == stance]
        if seats:
            told.append(f"{word}: {', '.join(seats)}")
    return "; ".join(told)


def named(text: str, seats: Mapping[str, str]) -> str:
    """A reason of the host's, in which seats go by their ids, with their names."""
    words = []
    for word in text.split(" "):
        bare = word.strip(",.:;")
        words.append(word.replace(bare, seats[bare]) if bare in seats else word)
    return " ".join(words)


def ends_in(proposal: Data, clock: float) -> float:
    """Seconds of the group's clock until it closes."""
    deadline = proposal.get("deadline")
    return float(deadline) - clock if isinstance(deadline, int | float) else 0.0


def standing(seat: Data, choosing: bool, *, short: bool = False) -> str:
    """What a seat of the table is doing: “committed”, “played by the computer”, “nobody is here”, “thinking”.

    `choosing`: whether choices are open now.
    """
    if seat.get("committed") and choosing:
        return "committed"
    if seat.get("by") == "npc":
        return "computer" if short else "played by the computer"
    told = ("thinking" if choosing else "here") if seat.get("here") else "away" if short else "nobody is here"
    return f"{told}, ready" if seat.get("ready") else told
