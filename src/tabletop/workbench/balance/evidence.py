"""What was measured of a campaign, and the games in which it can be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tabletop.lab.study import NEVER, Tally, game_seeds
from tabletop.report.balance.facts import CardRow, DialRow, Estimate, Finding, OptionRow, SeatRow, SourceRow, WeightRow
from tabletop.workbench.balance import rows
from tabletop.workbench.balance.codes import CODES
from tabletop.workbench.balance.deadcards import Dead
from tabletop.workbench.balance.measure import Laboratory


@dataclass(frozen=True)
class Evidence:
    """Everything that was measured."""

    lab: Laboratory
    census: Mapping[str, Tally]
    strategies: Sequence[OptionRow]
    tactics: Sequence[OptionRow]
    cards: Sequence[CardRow]
    seats: Sequence[SeatRow]
    weights: Sequence[WeightRow]
    sources: Sequence[SourceRow]
    dials: Sequence[DialRow]
    dead: Sequence[Dead]

    @property
    def games(self) -> int:
        """Of all minds together."""
        return sum(int(rows.of(tally, "games")) for tally in self.census.values())

    @property
    def main(self) -> str:
        """The study's first mind: what is told of options is counted in its games."""
        return next(iter(self.census))

    def name(self, seat: str) -> str:
        """A member's name."""
        campaign = self.lab.ground.campaign
        return campaign.members[campaign.member(seat)].name

    def first(self, name: str, which: int | Iterable[int], mind: str = "") -> tuple[int, str]:
        """The first counted game in which it was so, for any of the numbers of `which`, and who plays it.

        Only `mind`'s games are looked at, else those of all minds, the study's own first.  Game 1 where there is none:
        what never happens is seen in any game.
        """
        numbers = [which] if isinstance(which, int) else list(which)
        for one in [mind] if mind else self.census:
            game = min((rows.first(self.census[one], name, number) for number in numbers), default=NEVER)
            if game < NEVER:
                return game, one
        return 1, mind or self.main

    def seen(self, *what: str) -> tuple[int, str] | None:
        """The thoughtful game in which an experiment saw it; None where none did."""
        game = self.lab.examples.get(what)
        return None if game is None else (game, "thoughtful")

    def example(self, *what: str) -> int:
        """The game in which an experiment saw it, 1 where none did."""
        return self.lab.examples.get(what, 1)

    def finding(
        self, code: str, subject: str, message: str, hint: str, measured: Estimate, game: int, *minds: str,
        level: str = "", settings: Mapping[str, float] | None = None,
    ) -> Finding:  # fmt: skip
        """A finding that is seen in game number `game` of the study, played by `minds` (as `--mind` takes them)."""
        plan = self.lab.plan
        taken = {word.partition("=")[0] for word in minds}
        who = (*minds, *(f"{seat}={mind}" for seat, mind in plan.seats.items() if seat not in taken))
        (seed,) = game_seeds(plan.seed, game, 1)
        return Finding(
            code, CODES[code].severity, subject, message, hint, measured, seed, who, level,
            {**plan.overrides, **(settings or {})},
        )  # fmt: skip


def percent(value: float) -> str:
    """“81 %”, with a decimal next to 0 and 100."""
    return f"{value:.0f} %" if 1 <= value <= 99 or value == 0 or value >= 100 else f"{value:.1f} %"
