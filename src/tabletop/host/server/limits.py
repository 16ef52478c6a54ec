"""What the host bears: sizes, counts, rates and times. One place, so that a bound can be found, doubted and changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of `burst` tokens that fills again by `each_second`."""

    burst: float
    each_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """All bounds of a host; the defaults fit a class of 200 behind one address, as school networks hide many behind
    one.
    """

    body: int = 64 * 1024
    """Bytes of a request's body; the longest text of a verb fits, escaped as JSON."""
    join_body: int = 4 * 1024
    head: int = 16 * 1024
    """Bytes of a request's line and headers."""
    message: int = 4 * 1024
    """Bytes of a message that a client sends over the WebSocket."""
    head_seconds: float = 10.0
    """From the first moment of a connection, or of the next request on it, to the end of that request's headers and
    body.
    """
    answer_seconds: float = 60.0
    """From a whole request to the end of its answer, which includes the time the client takes to read it."""
    idle_seconds: int = 15
    """A connection that is kept open without a request."""
    stuck_seconds: float = 20.0
    """How long a client may leave what was sent to it unread."""
    hello_seconds: float = 10.0
    """From the opening of a WebSocket to its first message."""
    ping_seconds: float = 20.0
    connections: int = 1500
    """Open connections altogether; the oldest that has asked nothing yet makes room for a new one."""
    lines_each: int = 6
    """Live connections of one person: windows and reloads. The oldest goes first."""
    waiting: int = 2000
    """Requests that wait for their turn; more are answered with 503."""
    asks_waiting: int = 64
    wrong_codes: Rate = Rate(20, 0.33)
    """Each address: codes that fit no class."""
    joins: Rate = Rate(120, 5)
    """Each address."""
    verbs: Rate = Rate(40, 6)
    """Each person; the facilitator has ten times as much."""
    asks: Rate = Rate(30, 4)
    states: Rate = Rate(30, 4)
    hellos: Rate = Rate(30, 2)
    """Each person: openings of a live connection."""
    strangers: Rate = Rate(600, 60)
    """Each address: requests with a token that is nobody's."""
    quiet_seconds: float = 0.012
    """A push waits until no request has come for so long,"""
    latest_seconds: float = 0.08
    """but not longer than this."""
    polled_seconds: float = 12.0
    """How long somebody without a live connection counts as here after asking for the state; pages ask every 3 s."""
    tick_seconds: float = 0.5
    """How often the class's clock is looked at."""
