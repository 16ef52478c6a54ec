"""The experiments of a report, one after the other, each read into its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from tabletop.lab.study import NEVER, Plan, Table, Tally, run
from tabletop.lab.study import ground as ground_of
from tabletop.lab.study.plan import Ground
from tabletop.report.balance.facts import CardRow, DialRow, Estimate, OptionRow, SeatRow, SourceRow, WeightRow
from tabletop.rules.vocabulary import Strategy, Tactic
from tabletop.workbench.balance import cards, examples, pure, replies, rows, seats, sensitivity, sources
from tabletop.workbench.balance.census import MARK, TOP, Census
from tabletop.workbench.balance.effort import Effort, effort
from tabletop.workbench.balance.examples import Examples
from tabletop.workbench.balance.intervals import best_shares, clipped, mean, rate

Progress = Callable[[int, int], None]
BESIDE: Final = ("thoughtful", "random", "greedy", "free-rider", "always-multilateral")
"""Minds that are counted in any case: a finding should hold for more than one way of playing, collapses among them."""
FEW: Final = 10
"""Games below which nothing is told of a card."""
AGAIN: Final = 200
"""Studies drawn from one study to see how far its shares of variance vary (bootstrap)."""


@dataclass
class Laboratory:
    """A plan's campaign and the hands that play it."""

    plan: Plan
    jobs: int = 1
    cluster: str | None = None
    progress: Progress | None = None
    effort: Effort | None = None
    """By default as `effort` says for the plan's games."""
    every: bool = False
    """Every number of the model is turned, not the main ones alone."""
    examples: Examples = field(default_factory=dict, init=False)
    """Games in which what the experiments found can be seen; they fill it in."""
    settings: dict[str, tuple[sensitivity.Setting, sensitivity.Setting]] = field(default_factory=dict, init=False)
    """What is set to turn each dial down and up."""
    _done: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.size = self.effort or effort(self.plan.games)
        self.ground: Ground = ground_of(self.plan)
        self.tables = self.ground.tables

    @property
    def everything(self) -> int:
        """Games that experiments begin with, as progress counts them."""
        e = self.size
        return len(self.beside) * e.others + e.pure + e.replies + e.coming + e.answers + e.seats + e.sources + e.dials

    @property
    def beside(self) -> list[str]:
        """Minds that are counted besides the study's."""
        return [mind for mind in BESIDE if mind not in self.plan.minds]

    def table(self, plan: Plan, **how: Any) -> Table:
        """A run of this room's own, told of in the whole progress."""
        before = self._done

        def told(done: int, _: int) -> None:
            self._done = before + done
            if self.progress is not None:
                self.progress(min(self._done, self.everything), self.everything)

        return run(plan, jobs=self.jobs, cluster=self.cluster, progress=told, **how)

    def _shows(self, game: int | None, *what: str) -> None:
        if game is not None:
            self.examples[what] = game

    def work(self, games: int, work: Any, chunk: int) -> Tally:
        """An experiment: it starts from the first games of the study, and seats play as it says."""
        plan = replace(self.plan, games=games, minds=("thoughtful",), digest="")
        # Several hands want several parts, whatever the size that suits one.
        size = max(10, min(chunk, -(-games // max(1, self.jobs))))
        return self.table(plan, work=work, chunk=size).minds["thoughtful"]

    def census(self, table: Table | None) -> dict[str, Tally]:
        """Counts by mind: the study's, then those of `BESIDE` that it does not name."""
        if table is None or any(MARK + "games" not in tally.sums for tally in table.minds.values()):
            table = run(self.plan, watch=(Census,), jobs=self.jobs, cluster=self.cluster)
        found = dict(table.minds)
        if self.beside:
            plan = replace(
                self.plan, minds=tuple(self.beside), games=self.size.others, digest=""
            )  # fmt: skip
            found.update(self.table(plan, watch=(Census,)).minds)
        return found

    def elsewhere(self, level: str, minds: Sequence[str] = ("thoughtful", "random")) -> dict[str, Tally]:
        """Counts at another level, by mind."""
        plan = replace(
            self.plan, level=level, minds=tuple(minds), games=self.size.levels, digest=""
        )  # fmt: skip
        return run(plan, watch=(Census,), jobs=self.jobs, cluster=self.cluster).minds

    # ---- options

    def options(self, census: Tally) -> tuple[list[OptionRow], list[OptionRow], int]:
        """Strategies, tactics, and in how many positions they were compared."""
        found = self.work(self.size.replies, replies.Replies(self.size.futures), 200).games
        count = len(Strategy)
        strategies = _compared(found, 0, count)
        ends = self.work(self.size.pure, pure.Pure(), 1000).games["lower"]
        alone, mark = pure.kept(ends), int(self.tables.book.pass_mark)
        self._shows(examples.unmoved(ends[0], ends[1]), "players")
        for strategy, end in zip(pure.ALWAYS, ends[2:], strict=True):
            self._shows(examples.alone(ends[0], ends[1], end, mark), "alone", strategy.word)
            self._shows(examples.trap(ends[0], end, mark), "trap", strategy.word)
        tactics = _compared(found, count, count + len(Tactic))
        positions = int((found["turn"] > 0).sum())
        made = []
        for words, compared, name in (
            ([s.word for s in Strategy], strategies, "strategies"), ([t.word for t in Tactic], tactics, "tactics")
        ):  # fmt: skip
            tries = rows.of(census, name)
            every = max(1, int(tries[:, 0].sum()))
            made.append([
                OptionRow(
                    word, *compared[k], 100 * float(tries[k, 0]) / every,
                    rate(float(tries[k, 2]), float(tries[k, 1])) if tries[k, 1] else None,
                    100 * float(tries[k, 3]) / max(1, int(tries[k, 1])),
                    alone.get(word) if name == "strategies" else None,
                )
                for k, word in enumerate(words)
            ] if compared else [])  # fmt: skip
        return made[0], made[1], positions

    # ---- cards

    def cards(self, census: dict[str, Tally], mind: str) -> list[CardRow]:
        """Every card of the deck."""
        coming = self.work(self.size.coming, cards.Coming(), 400).games["coming"]
        answers = self.work(self.size.answers, cards.Answers(), 60)
        end, tries = answers.games["end"], answers.sums["tries"]
        own, deck = census[mind], self.ground.campaign.deck
        came, ended = rows.of(own, "dealt"), rows.of(own, "ended")
        made = []
        for number, card in enumerate(self.tables.cards.ids):
            moved = coming[number][coming[number] != cards.NOT_DEALT]
            here = end[number][:, :, end[number, 0, 0] != cards.NOT_DEALT].astype(float)
            some = here.shape[-1] >= FEW
            if len(moved) >= FEW:
                game = examples.as_told(
                    coming[number], mean(moved, 100), where=coming[number] != cards.NOT_DEALT
                )  # fmt: skip
                self._shows(game, "coming", card)
            if some:
                dice = (end[number, 0].astype(float) - end[number, 1]).mean(axis=0)
                fell = mean((here[0] - here[1]).mean(axis=0), 100)
                self._shows(examples.as_told(dice, fell, where=end[number, 0, 0] != cards.NOT_DEALT), "dice", card)
            if answers.least["capped"][number] < NEVER:
                self._shows(int(answers.least["capped"][number]), "capped", card)
            made.append(
                CardRow(
                    card, deck[card].title, rows.dealt(census, number),
                    100 * float(ended[0, number]) / max(1, int(came[number])),
                    100 * float(ended[1, number]) / max(1, int(came[number])),
                    100 * float(tries[number, 1]) / max(1, int(tries[number, 0])),
                    mean(moved, 100) if len(moved) >= FEW else None,
                    mean((here[0] - here[1]).mean(axis=0), 100) if some else None,
                    best_less_worst(here[cards.FORCED :]) if some else None,
                    best_less_left(here[cards.FORCED :], cards.LEFT) if some else None, here.shape[-1],
                )
            )  # fmt: skip
        return made

    # ---- seats

    def seats(self, census: dict[str, Tally]) -> tuple[list[SeatRow], list[WeightRow]]:
        """How every seat fares with each player among the thoughtful, and in alliances of one mind; what it moves."""
        found = self.work(self.size.seats, seats.Seats(), 400).games
        fared, moved = [], []
        for seat, member in enumerate(self.tables.alliance.ids):
            goal = self.tables.alliance.bonus[seat] is not None
            mine = {name: values[seat].astype(float) for name, values in found.items()}
            games = mine["own"].shape[-1]
            for player, name in enumerate(seats.PLAYERS):
                own = mine["own"][player]
                met = rate(float(mine["met"][player].sum()), games) if goal else None
                fared.append(
                    SeatRow(
                        member, name, "thoughtful", games, mean(own, 100), met, rate(float((own >= TOP).sum()), games),
                        rate(float(mine["won"][player].sum()), games), mean(mine["cohesion"][player], 100),
                        mean(mine["stability"][player], 100),
                    )
                )  # fmt: skip
            for mind, tally in census.items():
                row = rows.mind_row(mind, tally)
                score, met, top = rows.seats_of(tally, seat, goal)
                fared.append(
                    SeatRow(member, mind, mind, row.games, score, met, top, row.win, row.cohesion, row.stability)
                )
            one, two = seats.PLAYERS.index("random"), seats.PLAYERS.index("free-rider")
            lower, own = mine["lower"], mine["own"]
            weight = WeightRow(
                member, mean(np.abs(lower[one] - lower[0]), 100), mean(lower[0] - lower[one], 100),
                mean(own[one] - own[0], 100), mean(own[two] - own[0], 100), mean(lower[0] - lower[two], 100),
            )  # fmt: skip
            moved.append(weight)
            self._shows(examples.nearest(lower[one] - lower[0], own[one] - own[0]), "idle", member)
            unhurt = lower[two] >= lower[0]
            gain = weight.free_ride
            self._shows(examples.as_told(own[two] - own[0], gain, where=unhurt), "free for nothing", member)
            self._shows(examples.as_told(own[two] - own[0], gain), "free", member)
            for player, name in enumerate(seats.PLAYERS):
                self._shows(examples.first(mine["met"][player] > 0), "met", member, name)
                self._shows(examples.first(mine["met"][player] == 0), "missed", member, name)
        return fared, moved

    # ---- luck and skill, and the dials

    def sources(self) -> list[SourceRow]:
        """What explains the difference between two games, the largest total first."""
        end = self.work(self.size.sources, sources.Sources(), 500).games["end"]
        alone, total = sources.shares(end)
        luck, count = np.random.default_rng(0), end.shape[-1]
        drawn = [sources.shares(end[:, luck.integers(0, count, count)]) for _ in range(AGAIN)]
        spread = [np.quantile(np.array([one[k] for one in drawn]), (0.025, 0.975), axis=0) for k in (0, 1)]
        made = [
            SourceRow(
                name, clipped(Estimate(alone[k], spread[0][0, k], spread[0][1, k])),
                clipped(Estimate(total[k], spread[1][0, k], spread[1][1, k]), 0, 1000),
            )
            for k, name in enumerate(sources.SOURCES)
        ]  # fmt: skip
        return sorted(made, key=lambda row: -row.total.value)

    def dials(self) -> list[DialRow]:
        """Every dial, the largest reach first."""
        if not self.size.dials:
            return []
        overrides = tuple(sorted(self.plan.overrides.items()))
        found = self.work(self.size.dials, sensitivity.Turned(overrides, self.every), 1000).games
        own = sensitivity.own_names(self.ground, self.plan.overrides)
        own += sensitivity.every_name() if self.every else []
        lower, wins = found["lower"].astype(float), found["won"].astype(float)
        made = []
        for k, dial in enumerate(sensitivity.dials(self.tables.book, own)):
            less, more = 1 + 2 * k, 2 + 2 * k
            row = DialRow(
                dial.name, dial.about, dial.base, dial.less, dial.more, mean(wins[less] - wins[0], 0.01),
                mean(wins[more] - wins[0], 0.01), mean(lower[less] - lower[0], 100),
                mean(lower[more] - lower[0], 100),
            )  # fmt: skip
            made.append(row)
            self._shows(examples.turned(wins[0], wins[less], row.win_less.value), "less", dial.name)
            self._shows(examples.turned(wins[0], wins[more], row.win_more.value), "more", dial.name)
            self.settings[dial.name] = dial.settings
        return sorted(made, key=lambda row: (-row.reach, row.name))


def _compared(found: dict[str, Any], low: int, high: int) -> list[tuple[Estimate, Estimate, Estimate]]:
    """Of every option: how often it is best for all, for the seat, and what it is worth; [] where none was tried."""
    measured = []
    for name in ("end", "own"):
        ends = np.moveaxis(found[name][low:high].astype(float), 2, 0)
        possible = ends[:, :, 0] >= 0
        possible &= (possible.sum(axis=1) > 1)[:, None]
        seen = possible.any(axis=1)
        ends, possible = ends[seen], possible[seen]
        if not len(ends):
            return []
        count = np.maximum(1, possible.sum(axis=1))[:, None]
        effect = ends - np.where(possible[:, :, None], ends, 0).sum(axis=1, keepdims=True) / count[:, :, None]
        effect = np.where(possible[:, :, None], effect, 0) / 100
        means, errors = effect.mean(axis=2), effect.std(axis=2, ddof=1) / effect.shape[2] ** 0.5
        measured.append((best_shares(means, errors, possible), means, possible))
    (joint, means, possible), (own, _, _) = measured
    return [
        (
            joint[k], own[k],
            mean(means[possible[:, k], k]),
        )
        for k in range(high - low)
    ]  # fmt: skip


def best_less_worst(ends: Any) -> Estimate:
    """What the choice among several ways is worth, from `ends` [ways, futures, games] in hundredths.

    Best and worst are picked in half of the futures and measured in the other half, both ways round: the best of noisy
    means would look better than it is.
    """
    differences = []
    for pick, judge in _halves(ends):
        middle = pick.mean(axis=(1, 2))
        differences.append(judge[middle.argmax()].mean(axis=0) - judge[middle.argmin()].mean(axis=0))
    return mean(np.mean(differences, axis=0), 100)


def best_less_left(ends: Any, left: int) -> Estimate:
    """What the best way is worth against leaving the card alone, which is way `left`; picked and measured as above."""
    differences = [
        judge[pick.mean(axis=(1, 2)).argmax()].mean(axis=0) - judge[left].mean(axis=0) for pick, judge in _halves(ends)
    ]
    return mean(np.mean(differences, axis=0), 100)


def _halves(ends: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    half = ends.shape[1] // 2
    first, second = ends[:, :half], ends[:, half:]
    return (first, second), (second, first)
