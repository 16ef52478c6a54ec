"""The two ways in which a command can be refused, and what a save can suffer from."""

from __future__ import annotations

from tabletop.errors import TabletopError


class GameError(TabletopError):
    """A command that is not accepted.  Nothing has changed.

    `thing` names what is wrong (``effort``), `place` where it stands (``choice of borealis, turn 3``), `next_step` what
    would be right.
    """

    def __init__(self, message: str, next_step: str = "", *, thing: str = "", place: str = "") -> None:
        super().__init__(message, next_step)
        self.thing = thing
        self.place = place

    def as_json(self) -> dict[str, str]:
        """For programs: the kind of refusal and its parts."""
        kind = "malformed" if isinstance(self, Malformed) else "illegal"
        return {
            "error": kind, "thing": self.thing, "place": self.place, "message": self.message,
            "next_step": self.next_step,
        }  # fmt: skip


class Malformed(GameError):
    """This is no command at all: a missing or unknown field, a word that does not exist, a wrong type."""


class Illegal(GameError):
    """A command, but not one that the rules allow here and now."""


class SaveError(TabletopError):
    """A stored game that this program cannot play on: newer, of other rules, or of other content."""
