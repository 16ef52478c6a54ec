"""The words of the model, each with the number the arrays carry.

Every index is stable: saved games and compiled content store the words, never the numbers.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

UNIT: Final = 100
"""One whole unit in the fixed-point scale: every quantity is an integer in hundredths."""

SLOTS: Final = 4
"""Crises that can lie on the table at once."""

MAX_MEMBERS: Final = 8
MIN_MEMBERS: Final = 3
MOST_EFFORT: Final = 2
"""Effort a member can put into one turn at most."""
LADDER_TOP: Final = 6
"""The step of the escalation ladder at which a crisis breaks out."""

OUTSIDE: Final = 8
"""Target index that means the outside party."""

NOBODY: Final = 9
"""Target index that means no partner."""


class Word(IntEnum):
    """An enumeration whose members are also the words of files and screens."""

    @property
    def word(self) -> str:
        return self.name.lower()

    @classmethod
    def words(cls) -> tuple[str, ...]:
        return tuple(member.word for member in cls)

    @classmethod
    def of(cls, word: str) -> Word:
        """The member for a word; raises ``KeyError`` for an unknown one."""
        return cls[word.upper()]


class Strategy(Word):
    HOLD = 0
    BILATERAL = 1
    MULTILATERAL = 2
    CONFIDENCE = 3
    TRACK2 = 4


class Tactic(Word):
    INTEREST = 0
    LISTEN = 1
    RAPPORT = 2
    PACKAGE = 3
    MEDIATE = 4
    BACKCHANNEL = 5
    ARBITRATE = 6
    HARD = 7


class Clause(Word):
    DEFENCE = 0
    EXERCISE = 1
    INTEL = 2
    LOGISTICS = 3
    TECH = 4
    CONSULT = 5


class Domain(Word):
    EXTERNAL = 0
    INTERNAL = 1
    TRANSNATIONAL = 2


class Feature(Word):
    URGENCY = 0
    BREADTH = 1
    MISPERCEPTION = 2
    SENSITIVITY = 3
    ENFORCEMENT = 4


class Goal(Word):
    """The four national goals that secret objectives weigh."""

    SECURITY = 0
    AUTONOMY = 1
    PROSPERITY = 2
    INFLUENCE = 3


class Axis(Word):
    """The three issue axes of a member's policy position."""

    SECURITY = 0
    INTEGRATION = 1
    VALUES = 2


class Level(Word):
    BASICS = 0
    STANDARD = 1
    FULL = 2


class Over(IntEnum):
    """Why a game of the batch no longer runs."""

    RUNNING = 0
    COHESION_COLLAPSE = 1
    STABILITY_COLLAPSE = 2
    FINISHED = 3


class Moment(IntEnum):
    """When an author's effect or follow-up happens."""

    DEALT = 0
    FAILED = 1
    RESOLVED = 2
    OUTBREAK = 3
    SUCCESS = 4
    """A negotiation with the effect's strategy succeeded."""
    FAILURE = 5
    """A negotiation with the effect's strategy failed."""
    ACT = 6
    """An act begins."""
