"""What a class refuses, in words that a person in the room can act on."""

from __future__ import annotations

from tabletop.errors import TabletopError


class ClassError(TabletopError):
    """A request that is not carried out; nothing has happened.

    `status` is the kind of refusal, as HTTP counts them: 400 not in order, 401 unknown, 403 not yours to do, 404 no
    such thing, 409 not now, 413 too large, 429 too much, 503 it cannot be stored.
    """

    def __init__(self, message: str, next_step: str = "", *, status: int = 400) -> None:
        super().__init__(message, next_step)
        self.status = status

    def as_json(self) -> dict[str, str]:
        """For programs: what is wrong, and what to do next."""
        return {"message": self.message, "next": self.next_step}


def forbidden(message: str, next_step: str = "") -> ClassError:
    """Not this person's to do."""
    return ClassError(message, next_step, status=403)


def missing(message: str, next_step: str = "") -> ClassError:
    """There is no such thing."""
    return ClassError(message, next_step, status=404)


def not_now(message: str, next_step: str = "") -> ClassError:
    """Allowed at another time, or in another state of the game."""
    return ClassError(message, next_step, status=409)


def too_many(message: str, next_step: str = "") -> ClassError:
    """A bound that keeps a class small enough to be fast."""
    return ClassError(message, next_step, status=429)
