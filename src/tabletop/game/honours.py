"""Honours: what was done well in a game that has ended, judged by conditions anybody can read.

None can be had by playing often, and each asks for something that the rules themselves reward: reassurance, fairness,
kept promises, a war that did not come.  A game that collapsed earns none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tabletop.game.units import shown

if TYPE_CHECKING:
    from tabletop.game.game import Game

WAYS: Final = ("bilateral", "multilateral", "confidence", "track2")
HIGH = 75.0
GOAL = 55.0
BRINK = 45.0
FIRM = 60.0
KEY = 10.0
BROKEN, MENDED = 40.0, 60.0
CALMER = 10.0
SHARED = 45.0
ENOUGH = 3
MANY = 5
SMALL = 2


@dataclass(frozen=True, slots=True)
class Course:
    """What honours are judged by, in the units people see."""

    held: bool
    """The game is over, and neither index fell through its floor."""
    cohesion: tuple[float, ...]
    """At the start and after every turn."""
    stability: tuple[float, ...]
    tension: tuple[float, ...]
    support: dict[str, float]
    """Of every member at the end."""
    share: dict[str, tuple[float, float]]
    """Of every member: percent of the burden borne, and its fair share; empty when nobody bore any."""
    trust: dict[tuple[str, str], tuple[float, ...]]
    """Of every two members: the lower of both directions, at the start and after every turn."""
    people: tuple[str, ...]
    """Members that people played."""
    successes: tuple[str, ...]
    """How the people's own side negotiated, once for every success."""
    outside_deals: int
    """Agreements of the people's members with the outside party."""
    slights: int
    """Times that a member left out of an agreement of theirs lost trust in them."""
    resolved: int
    highest: int
    """The highest step of the ladder that any crisis reached; 6 is an outbreak."""
    treaties: int
    """In force, that a member played by people has signed."""
    objectives: tuple[bool | None, ...]
    """Whether each person's secret objective was met; None where it has no condition."""


@dataclass(frozen=True, slots=True)
class Honour:
    """One honour, and whether this game earned it."""

    id: str
    name: str
    condition: str
    """In words, with its numbers."""
    earned: bool
    how: str = ""
    """What the game came to, beside the condition: "68.4 and 71.0"."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How an honour is judged."""

    id: str
    name: str
    condition: str
    met: Callable[[Course], bool]
    how: Callable[[Course], str]


def _ended(course: Course) -> tuple[float, float]:
    return course.cohesion[-1], course.stability[-1]


def _lowest(course: Course) -> float:
    return min(*course.cohesion, *course.stability)


def _unfair(course: Course) -> float:
    return max((abs(share - fair) for share, fair in course.share.values()), default=100.0)


def _mended(course: Course) -> list[tuple[str, str]]:
    own = [pair for pair in course.trust if set(pair) & set(course.people)]
    return [
        pair for pair in own if course.trust[pair][-1] >= MENDED and min(course.trust[pair]) < BROKEN
    ]  # fmt: skip


def _least_trust(course: Course) -> float:
    return min((history[-1] for history in course.trust.values()), default=0.0)


def _two(values: tuple[float, float]) -> str:
    return f"{values[0]:.1f} and {values[1]:.1f}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


HONOURS: Final[tuple[Rule, ...]] = (
    Rule(
        "both-hands", "Both hands", f"Cohesion and stability both end at {HIGH:.0f} or more.",
        lambda c: min(_ended(c)) >= HIGH, lambda c: _two(_ended(c)),
    ),
    Rule(
        "two-tables", "Two tables",
        f"Both indices end at {GOAL:.0f} or more, and your own secret objective is met as well.",
        lambda c: min(_ended(c)) >= GOAL and bool(c.objectives) and all(met is True for met in c.objectives),
        lambda c: f"{_two(_ended(c))}; objective {'met' if c.objectives and all(c.objectives) else 'not met'}",
    ),
    Rule(
        "back-from-the-brink", "Back from the brink",
        f"After a turn an index is under {BRINK:.0f}, and both end at {GOAL:.0f} or more.",
        lambda c: _lowest(c) < BRINK and min(_ended(c)) >= GOAL,
        lambda c: f"lowest {_lowest(c):.1f}; ended {_two(_ended(c))}",
    ),
    Rule(
        "dry-powder", "Dry powder",
        f"No crisis ever stands above step {SMALL} of its ladder, and at least {MANY} are resolved.",
        lambda c: c.highest <= SMALL and c.resolved >= MANY,
        lambda c: f"highest step {c.highest}; {c.resolved} resolved",
    ),
    Rule(
        "nobody-left-behind", "Nobody left behind", f"At the end no government's support is under {FIRM:.0f}.",
        lambda c: min(c.support.values(), default=0.0) >= FIRM,
        lambda c: f"lowest support {min(c.support.values(), default=0.0):.1f}",
    ),
    Rule(
        "fair-shares", "Fair shares",
        f"No member's share of the burden is more than {KEY:.0f} points from its fair share at the end.",
        lambda c: _unfair(c) <= KEY,
        lambda c: f"largest gap {_unfair(c):.1f} points" if c.share else "nobody bore a burden",
    ),
    Rule(
        "word-kept", "Word kept",
        f"At least {ENOUGH} of your own negotiations succeed, none costs you the trust of an ally who was left out, "
        "and none is a deal with the outside party.",
        lambda c: len(c.successes) >= ENOUGH and not c.slights and not c.outside_deals,
        lambda c: f"{_count(len(c.successes), 'success', 'successes')}, {_count(c.slights, 'slight', 'slights')}, "
        f"{_count(c.outside_deals, 'outside deal', 'outside deals')}",
    ),
    Rule(
        "all-four-ways", "All four ways", "Each of the four ways of working succeeds at least once with you in it.",
        lambda c: set(WAYS) <= set(c.successes),
        lambda c: f"{len(set(WAYS) & set(c.successes))} of 4",
    ),
    Rule(
        "treaty-maker", "Treaty maker", "A treaty that you have signed is in force at the end.",
        lambda c: c.treaties > 0, lambda c: _count(c.treaties, "treaty", "treaties"),
    ),
    Rule(
        "repairer", "Repairer",
        f"Trust between you and an ally falls under {BROKEN:.0f} in one direction and ends at {MENDED:.0f} or more in "
        "both.",
        lambda c: bool(_mended(c)), lambda c: _count(len(_mended(c)), "pair", "pairs"),
    ),
    Rule(
        "outstretched-hand", "Outstretched hand",
        f"Two of your confidence-building steps succeed, and tension ends at least {CALMER:.0f} lower than it began.",
        lambda c: c.successes.count("confidence") >= 2 and c.tension[0] - c.tension[-1] >= CALMER,
        lambda c: f"{_count(c.successes.count('confidence'), 'step', 'steps')}; tension {c.tension[0]:.1f} to "
        f"{c.tension[-1]:.1f}",
    ),
    Rule(
        "one-house", "One house", f"At the end no member trusts another less than {SHARED:.0f}.",
        lambda c: _least_trust(c) >= SHARED, lambda c: f"least trust {_least_trust(c):.1f}",
    ),
)  # fmt: skip


def honours(game: Game) -> tuple[Honour, ...]:
    """Every honour there is, each with whether this game earned it; none while the game goes on."""
    return judge(course(game)) if game.over else ()


def judge(course: Course) -> tuple[Honour, ...]:
    """Every honour, judged."""
    return tuple(
        Honour(rule.id, rule.name, rule.condition, course.held and rule.met(course), rule.how(course))
        for rule in HONOURS
    )


def course(game: Game) -> Course:
    """What a game came to.  The people are those at the table; in a game without any, all members."""
    boards, seats = game.boards(), game.seats
    people = game.people or seats
    end, view = boards[-1], game.view()
    return Course(
        held=game.outcome in ("win", "draw"),
        cohesion=view.cohesion.history,
        stability=view.stability.history,
        tension=view.region["tension"].history,
        support={member.seat: member.support for member in view.members},
        share={member.seat: (member.burden_share, member.fair_share) for member in view.members}
        if int(end.burden.sum())
        else {},
        trust={
            (a, b): tuple(shown(min(int(board.trust[i, j, 0]), int(board.trust[j, i, 0]))) for board in boards)
            for i, a in enumerate(seats)
            for j, b in enumerate(seats)
            if i < j
        },
        people=people,
        successes=tuple(_successes(game, people)),
        outside_deals=sum(member.outside_deals for member in view.members if member.seat in people),
        slights=sum(
            row.rule == "R3" and row.variable == "trust" and row.amount < 0 and row.who[-1] in people
            for turn in game.played
            for row in turn.ledger
        ),
        resolved=view.counts["resolved"],
        highest=_highest(game),
        treaties=max((member.signed for member in view.members if member.seat in people), default=0),
        objectives=tuple(member.objective.bonus_met for member in view.members if member.seat in people),
    )


def _highest(game: Game) -> int:
    """The highest step among the crises as they were dealt and as the turns left them."""
    after = [move.after for turn in game.played for move in turn.moves]
    before = [move.before for turn in game.played for move in turn.moves]
    return max([*after, *before], default=0)


def _successes(game: Game, people: Iterable[str]) -> Iterable[str]:
    """The strategy of every success in which somebody of `people` acted, or was the partner."""
    own = set(people)
    for turn in game.played:
        for group in turn.groups:
            if group.success and own & {*group.members, group.target or ""}:
                yield group.strategy


__all__ = ["HONOURS", "Course", "Honour", "course", "honours", "judge"]
