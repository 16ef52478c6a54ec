"""What is said in a group: messages, proposals and public statements, and who may read them.

A message has an audience: "all", seats, persons, and the facilitator, who reads everything.  A reader is told what is
addressed to it and nothing about the rest, not even that it exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

SHOWN: Final = 150
"""The latest messages that a state carries; earlier ones can be asked for."""

MOST_MESSAGES: Final = 5000
MOST_PROPOSALS: Final = 200
MOST_OPEN: Final = 12
"""Proposals that may be open at once in a group."""


@dataclass
class Message:
    """Something said."""

    n: int
    at: float
    turn: int
    kind: str
    """message, press, whisper, inject or system."""
    seat: str
    """Whose it is; "" for the facilitator and the class itself."""
    by: str
    """The person, by id."""
    to: tuple[str, ...]
    """Seats and persons; ("all",), ("press",), ("facilitator",)."""
    text: str
    title: str = ""
    unsigned: bool = False
    practice: bool = False

    @property
    def public(self) -> bool:
        return "all" in self.to or "press" in self.to

    def readable(self, seat: str, person: str) -> bool:
        """Whether somebody in a seat ("" for observers and screens) may read it."""
        if self.public or (bool(person) and person in (*self.to, self.by)):
            return True
        return bool(seat) and (seat in self.to or seat == self.seat)

    def told(self, seat: str, person: str, everything: bool) -> dict[str, Any]:
        """As one reader may see it."""
        own = everything or (bool(seat) and seat == self.seat) or (bool(person) and person == self.by)
        hidden = self.unsigned and not own
        return {
            "n": self.n, "at": self.at, "turn": self.turn, "from": "" if hidden else self.seat,
            "by": self.by if own else "", "to": list(self.to), "title": self.title, "text": self.text,
            "kind": self.kind, "unsigned": self.unsigned, "practice": self.practice,
        }  # fmt: skip


@dataclass
class Proposal:
    """A text before the alliance, with a rule by which it is adopted."""

    n: int
    at: float
    turn: int
    sponsor: str
    by: str
    title: str
    text: str
    rule: str
    """consensus, majority or silence."""
    card: str | None
    deadline: float
    """In the group's own clock."""
    entitled: tuple[str, ...]
    """Seats with a voice."""
    votes: dict[str, str] = field(default_factory=dict)
    cosigners: list[str] = field(default_factory=list)
    state: str = "open"
    """open, adopted, broken, failed or withdrawn."""
    why: str = ""
    ended: float = 0.0

    def verdict(self, late: bool) -> tuple[str, str]:
        """How it stands (open, adopted, broken, failed) and why; `late`: its time is over."""
        yes = [seat for seat in self.entitled if self.votes.get(seat) == "yes"]
        no = [seat for seat in self.entitled if self.votes.get(seat) == "no"]
        silent = [seat for seat in self.entitled if seat not in self.votes]
        if self.rule == "silence":
            if no:
                return "broken", f"{_names(no)} broke the silence"
            return ("adopted", "nobody broke the silence") if late else ("open", "")
        if self.rule == "consensus":
            if no:
                return "failed", f"{_names(no)} said no"
            if not silent:
                return "adopted", "nobody said no"
            return ("failed", f"no word from {_names(silent)}") if late else ("open", "")
        if 2 * len(yes) > len(self.entitled):
            return "adopted", f"{len(yes)} of {len(self.entitled)} said yes"
        if late or 2 * (len(yes) + len(silent)) <= len(self.entitled):
            return "failed", f"only {len(yes)} of {len(self.entitled)} said yes"
        return "open", ""

    def told(self) -> dict[str, Any]:
        """Proposals are public, and so are the votes."""
        return {
            "n": self.n, "at": self.at, "turn": self.turn, "sponsor": self.sponsor, "title": self.title,
            "text": self.text, "rule": self.rule, "card": self.card, "cosigners": list(self.cosigners),
            "votes": dict(self.votes), "entitled": list(self.entitled), "deadline": self.deadline,
            "state": self.state, "why": self.why,
        }  # fmt: skip


def _names(seats: Iterable[str]) -> str:
    return ", ".join(seats)


class Talk:
    """Everything said in one group, made from its events alone."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.proposals: list[Proposal] = []
        self.red_lines: list[dict[str, Any]] = []
        self.serial = 0
        """Messages ever: a number is not given twice, though a rewind takes messages away."""

    def open(self) -> list[Proposal]:
        return [proposal for proposal in self.proposals if proposal.state == "open"]

    def proposal(self, n: int) -> Proposal | None:
        return next((proposal for proposal in self.proposals if proposal.n == n), None)

    def readable(self, seat: str, person: str, everything: bool = False) -> list[Message]:
        return [m for m in self.messages if everything or m.readable(seat, person)]

    def personal(self, person: str) -> bool:
        """Whether anything is addressed to this very person, or was said by it."""
        return any(person in message.to or person == message.by for message in self.messages)

    def fold(self, kind: str, at: float, turn: int, by: str, data: Mapping[str, Any], time: float) -> None:
        """Take up one event; `time` is the group's clock then.  Those that say nothing change nothing."""
        if kind in ("say", "whisper", "told"):
            self.serial += 1
            self.messages.append(Message(
                self.serial, at, turn, str(data["kind"]), str(data.get("seat", "")), by, tuple(data["to"]),
                str(data["text"]), str(data.get("title", "")), bool(data.get("unsigned", False)),
                bool(data.get("practice", False)),
            ))  # fmt: skip
        elif kind == "propose":
            self.proposals.append(Proposal(
                len(self.proposals) + 1, at, turn, str(data["seat"]), by, str(data["title"]), str(data["text"]),
                str(data["rule"]), data.get("card"), time + float(data["seconds"]), tuple(data["entitled"]),
                {str(data["seat"]): "yes"},
            ))  # fmt: skip
        elif kind == "red_line":
            self.red_lines.append({"seat": str(data["seat"]), "text": str(data["text"]), "turn": turn, "at": at})
        elif kind in ("vote", "cosign", "settled"):
            proposal = self.proposal(int(data["proposal"]))
            if proposal is None:
                return
            if kind == "settled":
                proposal.state, proposal.why, proposal.ended = str(data["state"]), str(data["why"]), at
                return
            proposal.votes[str(data["seat"])] = str(data.get("stance", "yes"))
            if kind == "cosign" and data["seat"] not in proposal.cosigners:
                proposal.cosigners.append(str(data["seat"]))
