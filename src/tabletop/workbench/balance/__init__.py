"""Is a campaign in balance?  Experiments on common luck, and findings worded for its author.

`watching` is what a study should count while it plays, `report` looks into the rest and judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tabletop.lab.study import Plan, Table
    from tabletop.report.balance.facts import Balance
    from tabletop.workbench.balance.effort import Effort
    from tabletop.workbench.balance.measure import Progress

__all__ = ["report", "watching"]


def watching(plan: Plan) -> tuple[Any, ...]:
    """Watchers that the study's own run should carry, so that its games need not be played twice."""
    del plan
    from tabletop.workbench.balance.census import Census

    return (Census,)


def report(
    plan: Plan, table: Table | None = None, *, jobs: int = 1, cluster: str | None = None,
    progress: Progress | None = None, effort: Effort | None = None, every: bool = False,
) -> Balance:  # fmt: skip
    """Measure and judge a campaign; `table` is the study's run, if it was watched (see `watching`).
    `effort` says how much is played, by default as the plan's games deserve; with `every` all numbers of the model are
    turned.

    The same plan gives the same report, whatever the jobs.  Raises as `lab.study.run` does.
    """
    from tabletop.report.balance.facts import Balance
    from tabletop.workbench.balance import rows
    from tabletop.workbench.balance.deadcards import dead_cards
    from tabletop.workbench.balance.evidence import Evidence
    from tabletop.workbench.balance.judging import judge
    from tabletop.workbench.balance.measure import Laboratory

    lab = Laboratory(plan, jobs, cluster, progress, effort, every)
    campaign, tables = lab.ground.campaign, lab.tables
    census = lab.census(table)
    main = next(iter(census))
    strategies, tactics, positions = lab.options(census[main])
    cards = lab.cards(census, main)
    seats, weights = lab.seats(census)
    found = Evidence(
        lab, census, strategies, tactics, cards, seats, weights, lab.sources(), lab.dials(), dead_cards(lab, census)
    )
    return Balance(
        campaign=plan.campaign, title=campaign.title, level=lab.ground.level.word, games=plan.games, seed=plan.seed,
        members={member.id: member.name for member in campaign.members},
        acts={act.id: act.title for act in campaign.acts}, overrides=dict(plan.overrides), taken=dict(plan.seats),
        minds=tuple(rows.mind_row(mind, tally) for mind, tally in census.items()), seats=tuple(seats),
        act_rows=tuple(row for mind, tally in census.items() for row in rows.act_rows(tables, mind, tally)),
        strategies=tuple(strategies), tactics=tuple(tactics), positions=positions, cards=tuple(cards),
        weights=tuple(weights), sources=tuple(found.sources), dials=tuple(found.dials),
        every_number=every, findings=tuple(judge(found)),
    )  # fmt: skip
