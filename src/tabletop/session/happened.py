"""What happened in a class, read from the events beside a game: who said, proposed, noted and chose, and when.

The meaning of each event for those who read a class afterwards; who plays it (`host.room`) keeps to the same.  Seats
and people go by their ids, times by seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

LOBBY: Final = "lobby"
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """A phase that has ended."""

    turn: int
    phase: str
    planned: float
    """Seconds, with what was added on the way."""
    actual: float
    """Seconds, without pauses and without the time that the host was down."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody said, noted or did."""

    at: float
    """Seconds since the epoch; 0 where no time is kept (a questionnaire without a name)."""
    turn: int
    by: str
    """The person's id; "" for the class itself and for questionnaires without a name."""
    seat: str
    data: Data

    def text(self, name: str = "text") -> str:
        """One of its texts; "" where it has none."""
        return str(self.data.get(name) or "")


@dataclass(slots=True)
class Proposal:
    """A text before the alliance, and its fate."""

    made: Entry
    votes: dict[str, str] = field(default_factory=dict)
    """The latest word of each seat: yes, no or abstain."""
    cosigners: list[str] = field(default_factory=list)
    state: str = "open"
    """open, adopted, broken, failed or withdrawn."""
    why: str = ""


@dataclass(slots=True)
class Inject:
    """A card or words that the facilitator brought in."""

    made: Entry
    state: str
    """done, waiting, held or dropped."""
    came: int = 0
    """The turn in which it came, 0 = it has not."""


@dataclass(slots=True)
class Happened:
    """Everything that happened in one group, in order."""

    began: float = 0.0
    spans: list[Span] = field(default_factory=list)
    messages: list[Entry] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    cosigned: list[Entry] = field(default_factory=list)
    votes: list[Entry] = field(default_factory=list)
    red_lines: list[Entry] = field(default_factory=list)
    pledges: list[Entry] = field(default_factory=list)
    injects: list[Inject] = field(default_factory=list)
    ratings: list[Entry] = field(default_factory=list)
    observations: list[Entry] = field(default_factory=list)
    calls: list[Entry] = field(default_factory=list)
    reflections: list[Entry] = field(default_factory=list)
    filled: list[Entry] = field(default_factory=list)
    drafts: list[Entry] = field(default_factory=list)
    """Suggestions to the own team; without a choice one that was taken back."""
    commits: dict[tuple[int, str], str] = field(default_factory=dict)
    """Who sealed a seat's choice, by turn and seat."""
    silent: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Seats of people that had not chosen when a turn was played, by turn."""


def happened(events: Iterable[Mapping[str, Any]]) -> Happened:
    """Read the events of a session; those that are not known here are left out."""
    found, clock = Happened(), _Clock()
    for event in events:
        data: Data = event.get("data") or {}
        kind, at = str(event.get("kind", "")), float(event.get("at", 0.0))
        entry = Entry(at, int(event.get("turn", 0)), str(event.get("by", "")), str(data.get("seat") or ""), data)
        if kind == "begun" and not found.began:
            found.began = at
        span = clock.take(kind, at, data)
        if span is not None:
            found.spans.append(span)
        _take(found, kind, entry)
    return found


_LISTS: Final = {
    "say": "messages", "whisper": "messages", "told": "messages", "red_line": "red_lines", "pledge": "pledges",
    "rate": "ratings", "observe": "observations", "raise": "calls", "reflect": "reflections", "fill": "filled",
    "vote": "votes", "cosign": "cosigned", "draft": "drafts",
}  # fmt: skip


def _take(found: Happened, kind: str, entry: Entry) -> None:
    data = entry.data
    if kind in _LISTS:
        getattr(found, _LISTS[kind]).append(entry)
    if kind == "propose":
        found.proposals.append(Proposal(entry, {entry.seat: "yes"}))
    elif kind in ("vote", "cosign", "settled"):
        _on_proposal(found, kind, entry)
    elif kind == "inject":
        state = {"now": "done", "held": "held"}.get(str(data["when"]), "waiting")
        found.injects.append(Inject(entry, state, entry.turn if state == "done" else 0))
    elif kind == "released" and 0 < int(data["inject"]) <= len(found.injects):
        inject = found.injects[int(data["inject"]) - 1]
        inject.state = str(data["state"])
        inject.came = entry.turn if inject.state == "done" else 0
    elif kind == "commit":
        found.commits[entry.turn, entry.seat] = entry.by
    elif kind == "withdraw":
        found.commits.pop((entry.turn, entry.seat), None)
    elif kind == "resolved":
        found.silent[int(data["turn"])] = tuple(data["silent"])


def _on_proposal(found: Happened, kind: str, entry: Entry) -> None:
    number = int(entry.data["proposal"])
    if not 0 < number <= len(found.proposals):
        return
    proposal = found.proposals[number - 1]
    if kind == "settled":
        proposal.state, proposal.why = str(entry.data["state"]), str(entry.data["why"])
        return
    proposal.votes[entry.seat] = str(entry.data.get("stance", "yes"))
    if kind == "cosign" and entry.seat not in proposal.cosigners:
        proposal.cosigners.append(entry.seat)


class _Clock:
    """The group's own time: it stands in pauses and while the host is down."""

    def __init__(self) -> None:
        self.phase, self.turn = LOBBY, 1
        self.started = self.planned = self.offset = 0.0
        self.frozen: float | None = 0.0

    def take(self, kind: str, at: float, data: Data) -> Span | None:
        """Take up one event; the phase that it ends, if any."""
        now = self.frozen if self.frozen is not None else at - self.offset
        if kind in ("phase", "begun"):
            ended = None
            if kind == "phase":
                ended = Span(self.turn, self.phase, self.planned, max(0.0, now - self.started))
                self.phase = str(data["to"])
            else:
                self.offset, self.frozen = at - now, None
                self.phase = str(data["phase"])
            self.turn, self.started, self.planned = int(data["turn"]), now, float(data["planned"])
            return ended
        if kind == "extend":
            self.planned += float(data["seconds"])
        elif kind == "pause" and data["on"] and self.frozen is None:
            self.frozen = now
        elif kind == "pause" and not data["on"] and self.frozen is not None:
            self.offset, self.frozen = at - self.frozen, None
        elif kind == "gap" and self.frozen is None:
            self.offset += float(data["seconds"])
        return None
