"""What a balance report says, as plain data.

Shares and rates are percents, indices and scores points of 0 to 100.  `workbench.balance` measures them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["warning", "tip"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured number and the interval that holds the true one in 95 of 100 studies."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        for name in ("value", "low", "high"):
            object.__setattr__(self, name, round(float(getattr(self, name)), 4))


@dataclass(frozen=True, slots=True)
class MindRow:
    """How an alliance fares that is played by one mind."""

    mind: str
    games: int
    win: Estimate
    cohesion: Estimate
    stability: Estimate
    lower: Estimate
    """The lower of the two indices at the end."""
    cohesion_collapse: float
    stability_collapse: float
    turns: float


@dataclass(frozen=True, slots=True)
class SeatRow:
    """How one seat fares, and the alliance with it, when one mind plays it."""

    member: str
    mind: str
    """Who plays the seat."""
    others: str
    """Who plays all others."""
    games: int
    score: Estimate
    """National score."""
    objective: Estimate | None
    """How often the objective's own condition is met; None where it has none."""
    top: Estimate
    """How often its score is an A."""
    win: Estimate
    cohesion: Estimate
    stability: Estimate


@dataclass(frozen=True, slots=True)
class Way:
    """Where an act led."""

    act: str
    share: float
    """Percent of the games that reached the act it comes from."""


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act under one mind."""

    act: str
    mind: str
    reached: Estimate
    """Percent of games."""
    win: Estimate
    """Of the games that reached it; so are the others."""
    cohesion: Estimate
    """When the act is over."""
    stability: Estimate
    ways: tuple[Way, ...]
    """Every act that may follow, in the author's order."""
    ended: float
    """Percent in which the game ended with this act."""
    collapsed: float


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A strategy or a tactic as one seat's answer, everything else on the same luck."""

    name: str
    best: Estimate
    """Percent of positions in which it makes the lower index end highest; corrected for the noise of few futures."""
    own: Estimate
    """The same for the seat's own score."""
    worth: Estimate
    """Lower index in points, against the mean of the options in the same position."""
    chosen: float
    """Percent of all choices of the first mind."""
    success: Estimate | None
    """How often it succeeded there; None where it was not tried."""
    sure: float
    """Percent of those tries whose chance stood at its cap."""
    alone: Estimate | None = None
    """What an alliance that never chooses anything else gains over chance, in percent of what the thoughtful gain;
    below 0 it does worse than chance.  None for tactics, for holding, and where thinking gains nothing."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One card.  Differences are points of the lower index at the end, on the same luck."""

    card: str
    title: str
    dealt: Estimate
    """Percent of games, all minds together."""
    resolved: float
    """Percent of the games in which it was dealt; the first mind's."""
    outbreak: float
    sure: float
    """Percent of the tries on it whose chance stood at its cap."""
    coming: Estimate | None
    """Dealt less not dealt."""
    outcome: Estimate | None
    """Every negotiation on it succeeds, less every one fails."""
    choice: Estimate | None
    """The best way to answer it less the worst."""
    help: Estimate | None
    """The best way to answer it less leaving it alone."""
    games: int
    """In which its dice and its answers were changed."""

    @property
    def decisive(self) -> float | None:
        """How far the game's end turns on what comes of it, in points."""
        return None if self.outcome is None else abs(self.outcome.value)

    @property
    def luck(self) -> float | None:
        """The larger of what its coming and what its dice move, in points."""
        moved = [abs(one.value) for one in (self.coming, self.outcome) if one is not None]
        return max(moved) if moved else None


@dataclass(frozen=True, slots=True)
class WeightRow:
    """What one seat moves among thoughtful others, in points on the same luck."""

    member: str
    swing: Estimate
    """How far the lower index ends from where it did, on average, when the seat chooses at random."""
    harm: Estimate
    """How much lower it ends then."""
    own: Estimate
    """What choosing at random does to its own score."""
    free_ride: Estimate
    """What riding free does to its own score."""
    free_cost: Estimate
    """What that does to the lower index."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where the difference between two games comes from, in percent of the variance of the lower index."""

    name: str
    alone: Estimate
    """What it explains by itself."""
    total: Estimate
    """With everything that depends on it: what would be left if all the rest were fixed."""


@dataclass(frozen=True, slots=True)
class DialRow:
    """A number of the model, a fifth less and a fifth more; changes on the same luck."""

    name: str
    about: str
    base: float
    less: float
    more: float
    win_less: Estimate
    """Change of the win rate, in points of percent."""
    win_more: Estimate
    lower_less: Estimate
    """Change of the lower index."""
    lower_more: Estimate

    @property
    def reach(self) -> float:
        """The larger of the two changes of the win rate."""
        return max(abs(self.win_less.value), abs(self.win_more.value))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an author should look at."""

    code: str
    severity: Severity
    subject: str
    """Id of the card, member, act, strategy or tactic."""
    message: str
    """What was measured."""
    hint: str
    """What to do about it."""
    measured: Estimate
    seed: int
    """Of a game in which it can be seen."""
    minds: tuple[str, ...]
    """Who plays that game, as `tabletop run --mind` takes it."""
    level: str = ""
    """Of that game, where it is another than the report's."""
    settings: Mapping[str, float] = field(default_factory=dict)
    """Numbers of the model that are set otherwise in it, as `--set` takes them."""
    walks: int = 0
    """Where no mind plays that game: aimed walks that write it down, as `tabletop walk --script` does."""

    def as_json(self) -> dict[str, Any]:
        """As `tabletop lab --json` tells it."""
        return {**asdict(self), "minds": list(self.minds)}

    def command(self, campaign: str, level: str) -> str:
        """The call that shows the game in which it can be seen."""
        level = self.level or level
        if self.walks:
            return f"tabletop walk {campaign} --level {level} --walks {self.walks} --script walks"
        who = "".join(f" --mind {mind}" for mind in self.minds)
        numbers = "".join(f" --set {name}={value:g}" for name, value in self.settings.items())
        return f"tabletop run {campaign} --level {level} --seed {self.seed}{who}{numbers}"


@dataclass(frozen=True, slots=True)
class Balance:
    """Everything that was measured."""

    campaign: str
    """As it was called."""
    title: str
    level: str
    games: int
    """Of every mind."""
    seed: int
    members: dict[str, str]
    """Names by id."""
    acts: dict[str, str]
    """Titles by id."""
    overrides: dict[str, float] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """The minds of single seats, by member: they play so in every game of the report."""
    minds: tuple[MindRow, ...] = ()
    seats: tuple[SeatRow, ...] = ()
    act_rows: tuple[ActRow, ...] = ()
    strategies: tuple[OptionRow, ...] = ()
    tactics: tuple[OptionRow, ...] = ()
    positions: int = 0
    """In which the options were compared."""
    cards: tuple[CardRow, ...] = ()
    weights: tuple[WeightRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    dials: tuple[DialRow, ...] = ()
    every_number: bool = False
    """Every number of the model was turned, not the main ones alone."""
    """The largest reach first."""
    findings: tuple[Finding, ...] = ()

    @property
    def best_reply_share(self) -> dict[str, float]:
        """By strategy: share 0..1 of positions in which it is the best answer."""
        return {row.name: round(row.best.value / 100, 4) for row in self.strategies}

    @property
    def decisive(self) -> dict[str, float | None]:
        """By card: points of the lower index that turn on what comes of it."""
        return {row.card: None if row.decisive is None else round(row.decisive, 2) for row in self.cards}

    def as_json(self) -> dict[str, Any]:
        """Everything but the findings, as JSON takes it."""
        whole = asdict(self)
        del whole["findings"]
        return whole

    def lines(self, width: int) -> Iterator[str]:
        """The findings and the main numbers as text, at most `width` columns wide."""
        from tabletop.report.balance.lines import lines

        return lines(self, width)

    def html(self) -> str:
        """One page that is complete in itself."""
        from tabletop.report.balance.page import html

        return html(self)
