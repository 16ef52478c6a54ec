"""An author's tests, as they are written: given a board, choose, expect."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tabletop.content.models import (
    ActId,
    CardId,
    Condition,
    Decimals,
    Distinct,
    FlagId,
    Id,
    Line,
    Many,
    MemberId,
    Model,
    Two,
    Word,
    check_pair,
    refuse,
)  # fmt: skip

MOST_SEEDS: Final = 10_000
MOST_TURNS: Final = 40
_RANGE: Final = re.compile(r"(\d{1,20})\s*-\s*(\d{1,20})\Z")
_SHARE: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?\s*-\s*(\d{1,3}(?:\.\d+)?)\s*%\Z")
_BOUND: Final = re.compile(r"(at least|at most)\s+(\d{1,3}(?:\.\d+)?)\s*%\Z")
_SHARES: Final = {"all": (0.0, 0.0), "none": (0.0, 0.0), "some": (0.0, 0.0)}


def _seeds(value: int | str | tuple[int, ...]) -> tuple[int, ...]:
    if isinstance(value, int):
        return (value,)
    if isinstance(value, tuple):
        return value
    found = _RANGE.match(value)
    if found is None:
        raise refuse("E207", f"“{value[:40]}” names no seeds", "one seed: 7; a range: 1-200; or a list: [3, 9]")
    first, last = int(found[1]), int(found[2])
    if not first <= last < 1 << 64 or last - first >= MOST_SEEDS:
        raise refuse("E206", f"{first}-{last} is no range of 1 to {MOST_SEEDS:,} seeds", "like 1-200")
    return tuple(range(first, last + 1))


def _turns(value: int | str) -> tuple[int, int]:
    """First and last turn meant."""
    if isinstance(value, int):
        first = last = value
    elif value == "every":
        return 1, MOST_TURNS
    else:
        found = _RANGE.match(value)
        if found is None:
            raise refuse("E207", f"“{value[:40]}” names no turns", "one turn: 3; several: 2-4; or: every")
        first, last = int(found[1]), int(found[2])
    if not 1 <= first <= last <= MOST_TURNS:
        raise refuse("E206", f"a game has turns 1 to {MOST_TURNS}", "like 3, or 2-4")
    return first, last


def _share(text: str) -> tuple[float, float]:
    """Least and most share of the games, in hundredths of a hundred; see `Expect.share`."""
    words = " ".join(text.split())
    if words in _SHARES:
        return {"all": (100.0, 100.0), "none": (0.0, 0.0), "some": (1e-9, 100.0)}[words]
    bound, between = _BOUND.match(words), _SHARE.match(words)
    if bound is not None:
        low, high = (float(bound[2]), 100.0) if bound[1] == "at least" else (0.0, float(bound[2]))
    elif between is not None:
        low, high = float(between[1]), float(between[2])
    else:
        raise refuse(
            "E207", f"“{words[:40]}” is no share of the games", "all, none, some, at least 40%, at most 5%, or 30-60%"
        )
    if not 0 <= low <= high <= 100:
        raise refuse("E206", f"“{words[:40]}” lies outside 0 to 100 %", "like 30-60%")
    return low, high


def _no_number(value: Any) -> Any:
    """A bare number is refused: it could mean at least so many games, at most, or just so many."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        hint = f"write at least {value:g}%, or at most {value:g}%"
        raise refuse("E203", f"{value:g} alone is no share of the games", hint)
    return value


def _checked(read: Callable[[Any], object]) -> AfterValidator:
    """What is written stays as it is; it only has to be readable."""

    def look(value: Any) -> Any:
        read(value)
        return value

    return AfterValidator(look)


Seed = Annotated[int, Field(ge=0, lt=1 << 64)]
SeedList = Annotated[tuple[Seed, ...], Field(strict=False, min_length=1, max_length=1000)]
Seeds = Annotated[Seed | str | SeedList, _checked(_seeds)]
Turns = Annotated[int | str, _checked(_turns)]
Share = Annotated[str, BeforeValidator(_no_number), _checked(_share)]
Level0To100 = Annotated[Decimals, Field(ge=0, le=100)]


class TrustAt(Model):
    """Trust between two members at the start."""

    between: Two[MemberId] | None = None
    """Two members whose trust in one another it is, both ways."""
    from_: MemberId | None = Field(None, alias="from")
    """The member whose trust it is; “to” says in whom."""
    to: MemberId | None = None
    """The member in whom “from” trusts so much."""
    at: Level0To100
    """The trust at the start."""

    @model_validator(mode="after")
    def _a_pair(self) -> TrustAt:
        check_pair(self.between, self.from_, self.to)
        if self.between is None and self.from_ is None:
            raise refuse("E202", "whose trust is not said", "add between: [A, B], or from: A and to: B")
        return self


class MemberAt(Model):
    """One member at the start."""

    support: Level0To100 | None = None
    """Support at home at the start."""
    means: Annotated[Decimals, Field(ge=0, le=6)] | None = None
    """Means to spend at the start."""
    sovereignty: Level0To100 | None = None
    """Sovereignty ceded at the start."""


class Given(Model):
    """The games a test plays: their seeds, who plays, and what is otherwise than the campaign says."""

    seeds: Seeds = "1-50"
    """One seed (7), a range (1-200) or a list ([3, 9])."""
    level: Literal["basics", "standard", "full"] | None = None
    """The level that is played; without it the campaign's own."""
    minds: Word | dict[Id, Word] = "thoughtful"
    """One mind for all, or by member; ``everyone`` names the others."""
    card: CardId | None = None
    """Comes first, in turn 1, whatever its condition."""
    act: ActId | None = None
    """The act the test begins in; without it the first."""
    turn: Annotated[int, Field(ge=1, le=MOST_TURNS)] = 1
    """The turn the test begins with."""
    board: dict[Literal["tension", "threat", "readiness", "legitimacy", "line", "harm"], Level0To100] = {}
    """What the board shows at the start, e.g. {tension: 60}."""
    members: dict[MemberId, MemberAt] = {}
    """What members have at the start, by id, e.g. {brel: {support: 40}}."""
    trust: Many[TrustAt] = ()
    """Trust between members at the start."""
    flags: Distinct[FlagId] = ()
    """Flags that are set at the start."""

    @property
    def games(self) -> tuple[int, ...]:
        """The seeds, one a game."""
        return _seeds(self.seeds)


class Doing(Model):
    """One choice; without a card it is about the crisis that came last."""

    strategy: Literal["bilateral", "multilateral", "confidence", "track2", "hold"]
    """The way of working; hold stays out."""
    card: CardId | None = None
    """The crisis it works on; without it the one that came last."""
    target: Word | None = None
    """The partner of a bilateral: a member, or outside."""
    tactic: (
        Literal["interest", "listen", "rapport", "package", "mediate", "backchannel", "arbitrate", "hard"] | None
    ) = None
    """How it talks; without it no tactic."""
    clause: Literal["defence", "exercise", "intel", "logistics", "tech", "consult"] | None = None
    """What a bilateral or summit agrees."""
    effort: Annotated[int, Field(ge=0, le=2)] = 0
    """How many means it spends."""

    @model_validator(mode="after")
    def _partner(self) -> Doing:
        if self.strategy == "bilateral" and self.target is None:
            raise refuse("E202", "a bilateral needs a partner", "add target: MEMBER, or target: outside", ("strategy",))
        if self.strategy != "bilateral" and self.target is not None:
            raise refuse("E209", "only a bilateral names a partner", "delete it", ("target",))
        return self


class Choosing(Model):
    """Who does what, in which turns; later entries win."""

    turn: Turns
    """One turn (3), several (2-4), or every."""
    who: Distinct[MemberId] | None = None
    """Left out: everybody."""
    do: Doing
    """What they choose, e.g. {strategy: multilateral}."""

    @property
    def span(self) -> tuple[int, int]:
        """First and last turn."""
        return _turns(self.turn)


KINDS: Final = ("dealt", "resolved", "outbreak", "that", "act", "ending", "outcome", "mean")


class Expect(Model):
    """One thing that should come of it, in a share of the games."""

    dealt: CardId | None = None
    """The card has come."""
    resolved: CardId | None = None
    """The card's crisis has been resolved."""
    outbreak: CardId | None = None
    """The card's crisis has broken out."""
    that: Condition = None
    """A condition that holds."""
    act: ActId | None = None
    """The act has begun."""
    ending: Id | None = None
    """The game ends with this ending."""
    outcome: Literal["win", "draw", "cohesion-collapse", "stability-collapse"] | None = None
    """The game ends like this."""
    mean: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    """A number of the condition language, as the mean of all games."""
    after: Annotated[int, Field(ge=1, le=MOST_TURNS)] | None = None
    """For ``that`` and ``mean``: after this turn.  Left out: at the end."""
    by: Annotated[int, Field(ge=1, le=MOST_TURNS)] | None = None
    """For ``dealt``, ``resolved``, ``outbreak`` and ``act``: no later than this turn."""
    share: Share | None = None
    """all (as if left out), none, some, at least 40%, at most 5%, or 30-60%."""
    low: Annotated[Decimals, Field(ge=-10_000, le=10_000)] | None = Field(None, alias="from")
    """The least that a mean should be."""
    high: Annotated[Decimals, Field(ge=-10_000, le=10_000)] | None = Field(None, alias="to")
    """The most that a mean should be."""
    why: Line | None = None
    """What it would mean if it were not so; told when the test fails."""

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def wanted(self) -> tuple[float, float]:
        """Least and most share of the games, in percent."""
        return _share(self.share or "all")

    @model_validator(mode="after")
    def _one_kind(self) -> Expect:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise refuse(
                "E209", f"an expectation holds exactly one of {', '.join(KINDS)}",
                "make one of each" if given else "like: - dealt: CARD",
            )  # fmt: skip
        kind = given[0]
        wrong = [
            (self.after is not None and kind not in ("that", "mean"), "after", "belongs to “that” and “mean”"),
            (self.by is not None and kind not in ("dealt", "resolved", "outbreak", "act"), "by",
             "belongs to a card or an act"),
            (self.share is not None and kind == "mean", "share", "does not go with a mean"),
            (self.low is not None and kind != "mean", "from", "belongs to a mean"),
            (self.high is not None and kind != "mean", "to", "belongs to a mean"),
        ]  # fmt: skip
        for bad, key, why in wrong:
            if bad:
                raise refuse("E209", f"“{key}” {why}", "delete it", (key,))
        if kind == "mean" and self.low is None and self.high is None:
            raise refuse("E202", "a mean of what size is not said", "add from: 40, to: 60, or both", ("mean",))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise refuse("E209", f"no number lies from {self.low:g} to {self.high:g}", "exchange them", ("from",))
        return self


class Trial(Model):
    """One test."""

    name: Line
    """What is tested, in a sentence."""
    given: Given = Given()
    """The games that are played, and what is otherwise than the campaign says."""
    choose: Many[Choosing] = ()
    """What members do; in all else the computer plays them."""
    expect: Many[Expect] = ()
    """What should come of it."""
    transcript: Annotated[str, Field(pattern=r"^[\w-]+\.txt$", max_length=60)] | None = None
    """A file beside this one: how the first seed's game went, as ``tabletop test --bless`` wrote it down."""

    @model_validator(mode="after")
    def _tests_something(self) -> Trial:
        if not self.expect and self.transcript is None:
            raise refuse(
                "E202", f"the test “{self.name[:40]}” expects nothing", "add expect:, or transcript:", ("name",)
            )
        return self


class TrialFile(Model):
    """One file of tests."""

    format: int
    """The version of the format this file is written in: 1."""
    campaign: Line | None = None
    """Id or path of the campaign; left out: the one in whose folder the tests lie."""
    tests: Annotated[tuple[Trial, ...], Field(strict=False, min_length=1, max_length=500)]
    """The tests, a name each."""
