"""The members: who trusts whom, who bore what, and everybody's scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.game.units import public, shown
from tabletop.report import facts as f
from tabletop.report.seen import Seen, causes

if TYPE_CHECKING:
    from tabletop.game.records import GroupOutcome, LedgerRow
    from tabletop.game.viewmodels import MemberFacts

CHANGES = 5
CAUSES = 3


def trust(seen: Seen) -> f.Trust:
    """The matrix at the start and at the end, and what moved most."""
    seats, boards = seen.game.seats, seen.game.boards()
    before, after = public(boards[0], "trust"), public(boards[-1], "trust")
    pairs = [(i, j) for i in range(len(seats)) for j in range(len(seats)) if i != j]
    pairs.sort(key=lambda pair: (-abs(int(after[pair]) - int(before[pair])), pair))
    rows: dict[tuple[str, ...], list[tuple[int, LedgerRow]]] = {}
    for played in seen.turns:
        for row in played.ledger:
            if row.variable == "trust":
                rows.setdefault(row.who, []).append((played.turn, row))

    def change(i: int, j: int) -> f.TrustChange:
        own = rows.get((seats[i], seats[j]), [])
        moved = int(after[i, j]) - int(before[i, j])
        by_turn: dict[int, float] = {}
        for turn, row in own:
            by_turn[turn] = by_turn.get(turn, 0.0) + row.amount
        way = 1 if moved > 0 else -1
        return f.TrustChange(
            of=seen.member(seats[i]), toward=seen.member(seats[j]), before=shown(int(before[i, j])),
            after=shown(int(after[i, j])), change=shown(moved),
            turn=max(by_turn, key=lambda turn: (round(way * by_turn[turn], 2), -turn), default=0),
            causes=causes([row for _, row in own], CAUSES),
        )  # fmt: skip

    def matrix(values: object) -> tuple[tuple[float | None, ...], ...]:
        grid = values.tolist()  # type: ignore[attr-defined]
        return tuple(tuple(None if i == j else shown(v) for j, v in enumerate(row)) for i, row in enumerate(grid))

    return f.Trust(
        names=tuple(member.name for member in seen.view.members),
        shorts=tuple(member.short for member in seen.view.members),
        before=matrix(before), after=matrix(after),
        changes=tuple(change(i, j) for i, j in pairs[:CHANGES] if after[i, j] != before[i, j]),
    )  # fmt: skip


def burden(seen: Seen) -> tuple[f.Burden, ...]:
    """What each has borne lately against what it could."""
    return tuple(
        f.Burden(name=m.name, share=m.burden_share, fair=m.fair_share, effort=m.effort) for m in seen.view.members
    )


def scorecards(seen: Seen) -> tuple[f.Scorecard, ...]:
    """Everybody's card; the highest score first once the game is over."""
    made = [_card(seen, member) for member in seen.view.members]
    return tuple(sorted(made, key=lambda card: -(card.total or 0)))


def _card(seen: Seen, member: MemberFacts) -> f.Scorecard:
    seat, score, objective = member.seat, member.score, member.objective
    common = min(seen.view.cohesion.value, seen.view.stability.value)
    rolled = [group for played in seen.turns for group in played.groups if _rolled(group, seat)]
    chances = [round(100 * group.chance) for group in rolled]
    return f.Scorecard(
        seat=seat, name=member.name, total=score.total,
        less_common=None if score.total is None else round(score.total - common, 2), objective=objective.title,
        goals=tuple(
            f.Goal(name=goal, value=value, weight=objective.weights.get(goal, 0)) for goal, value in score.parts.items()
        ),
        bonus=objective.bonus, bonus_met=objective.bonus_met, bonus_points=score.bonus, fate=score.fate,
        brief=member.brief, red_lines=member.red_lines, support=member.support, standing=member.standing,
        sovereignty=member.sovereignty, deals=member.deals, outside_deals=member.outside_deals,
        mediations=member.mediations, negotiations=len(rolled), successes=sum(group.success for group in rolled),
        mean_chance=round(sum(chances) / len(chances) / 100, 2) if chances else None,
        held=sum(played.choices[seat].strategy == "hold" for played in seen.turns),
    )  # fmt: skip


def _rolled(group: GroupOutcome, seat: str) -> bool:
    return group.die is not None and seat in group.members
