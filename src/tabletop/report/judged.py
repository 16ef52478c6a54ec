"""What can be judged: where the game turned, luck against judgement, and the rules that made it what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tabletop.report import facts as f
from tabletop.report.seen import Seen
from tabletop.rules.registry import DESIGN, EMPIRICAL, REGISTRY, THEORY
from tabletop.telling.sentences import attempt, listed, percent
from tabletop.telling.words import OUTCOME, number, signed

if TYPE_CHECKING:
    from tabletop.lab.aftermath import Aftermath, Roll, Tally, TurningPoint

MARKS: Final = {EMPIRICAL: "E", THEORY: "T", DESIGN: "D"}
_ALWAYS: Final = ("S0", "T0", "C1", "T1", "T2", "N1")
"""Rules that every game meets although they write nothing into a turn's ledger."""


def turning_points(seen: Seen, aftermath: Aftermath) -> tuple[f.Turning, ...]:
    """The negotiations that the end hung on."""
    return tuple(_turning(seen, point) for point in aftermath.turning_points)


def _turning(seen: Seen, point: TurningPoint) -> f.Turning:
    result = "failed" if point.group.success else "worked"
    way = "higher" if point.swing > 0 else "lower"
    end = OUTCOME.get(point.outcome, point.outcome)
    end = end[:1].lower() + end[1:]
    same = "the same outcome" if point.outcome == seen.game.outcome else f"another outcome: {end}"
    if not seen.game.over:
        same = f"an outcome at once: {end}"
    where = f"cohesion {number(point.cohesion)} and stability {number(point.stability)}"
    swing = f"the lower index {number(abs(point.swing))} {way}"
    if point.outcome:
        other = f"Had it {result}, the game would have ended in turn {point.turns} with {where}: {swing}, with {same}."
    else:
        other = f"Had it {result}, turn {point.turns} would have ended with {where}: {swing}."
    return f.Turning(
        turn=point.turn, title=seen.names.card(point.group.card),
        sentence=attempt(point.group, len(seen.view.members), seen.names).text, other=other,
        cohesion=point.cohesion, stability=point.stability, outcome=point.outcome, swing=point.swing,
    )  # fmt: skip


def luck(seen: Seen, aftermath: Aftermath) -> f.Luck:
    """How the dice fell, and what a thoughtful mind made of the same luck."""
    fortune, par = aftermath.fortune, aftermath.par
    return f.Luck(
        dice=_dice("All negotiations", fortune.total),
        seats=tuple(_dice(seen.member(seat), tally) for seat, tally in fortune.seats.items()),
        luckiest=_roll(seen, fortune.luckiest), unluckiest=_roll(seen, fortune.unluckiest), headlines=_headlines(seen),
        people=tuple(map(seen.member, par.people)), actual=par.actual, par=par.lower, par_cohesion=par.cohesion,
        par_stability=par.stability, par_outcome=OUTCOME.get(par.outcome, par.outcome), mean=par.mean, sd=par.sd,
        games=par.games, judgement=par.judgement, luck=par.luck, left=len(seen.turns) if par.left else 0,
    )  # fmt: skip


def _dice(name: str, tally: Tally) -> f.Dice:
    return f.Dice(
        name=name, rolled=tally.rolled, expected=round(tally.expected, 2), actual=tally.actual,
        balance=round(tally.balance, 2), spread=round(tally.spread, 2),
    )  # fmt: skip


def _roll(seen: Seen, roll: Roll | None) -> str:
    if roll is None:
        return ""
    who, card = listed([seen.member(seat) for seat in roll.group.members]), seen.names.card(roll.group.card)
    worked = "worked" if roll.group.success else "failed"
    return f"turn {roll.turn}: {who} on “{card}”, which {worked} at {percent(roll.group.chance)}"


def _headlines(seen: Seen) -> dict[str, float]:
    sums = {"tension": 0.0, "legitimacy": 0.0, "support": 0.0}
    for played in seen.turns:
        for row in played.ledger:
            if row.rule == "H1" and row.variable in sums:
                sums[row.variable] += row.amount / (len(seen.game.seats) if row.variable == "support" else 1)
    return {name: round(amount, 2) for name, amount in sums.items()}


def rules(seen: Seen) -> tuple[f.Touched, ...]:
    """The rules that the game met, in the order of the rule book."""
    met: dict[str, int] = dict.fromkeys(_ALWAYS, 0)
    for played in seen.turns:
        for row in played.ledger:
            met[row.rule] = met.get(row.rule, 0) + 1
    return tuple(
        f.Touched(
            id=rule.id, title=rule.title, statement=rule.statement, source=rule.source, status=rule.status,
            mark=MARKS[rule.status], terms=met[rule.id],
        )
        for rule in REGISTRY.values()
        if rule.id in met
    )  # fmt: skip


def balance_text(luck: f.Luck) -> str:
    """What the dice come to, in a sentence that calls nothing wise."""
    dice = luck.dice
    if not dice.rolled:
        return "No die was rolled."
    told = (
        f"{dice.rolled} negotiations were rolled for. Their chances add up to {number(dice.expected)} successes; there "
        f"were {dice.actual}, {signed(dice.balance)}."
    )
    if abs(dice.balance) <= dice.spread:
        return f"{told} Chance alone moves such a number by {number(dice.spread)} either way: nothing out of the way."
    way = "kind" if dice.balance > 0 else "unkind"
    return f"{told} Chance alone moves such a number by {number(dice.spread)} either way: the dice were {way}."


def par_text(luck: f.Luck) -> tuple[str, ...]:
    """Luck against judgement, in sentences."""
    reached = f"{number(luck.par)} (cohesion {number(luck.par_cohesion)}, stability {number(luck.par_stability)})"
    stood, ends = ("stood at", "then stands") if luck.left else ("ended at", "ends")
    stop = f" after {luck.left} turn{'' if luck.left == 1 else 's'}" if luck.left else ""
    average = (
        f"Over {luck.games} games with other luck the same players reach {number(luck.mean)} on average{stop}; the "
        f"standard deviation is {number(luck.sd)}."
    )
    fortune = f"{signed(luck.luck)}. {_luck_text(luck)}"
    if not luck.people:
        # Computer players chose every seat, so there is nobody whose judgement could be measured.
        first = f"The lower index {stood} {number(luck.actual)}{stop}. No person sat at the table."
        return (first, average, f"Luck: this game less the average, {fortune}")
    seats = f"the seat{'s' if len(luck.people) > 1 else ''} of {listed(luck.people)}"
    return (
        f"The lower index {stood} {number(luck.actual)}{stop}. With the same luck a thoughtful computer player in "
        f"{seats} {ends} at {reached}. That is par.",
        average,
        f"Luck: par less the average, {fortune}",
        f"Judgement: this game less par, {signed(luck.judgement)}. {_judgement_text(luck)}",
        "A different choice meets a different die, so part of what is counted as judgement is luck with single "
        "negotiations. One game is one sample, and the computer player is a yardstick, not a model of wisdom.",
    )


def _luck_text(luck: f.Luck) -> str:
    if abs(luck.luck) <= luck.sd:
        return "The cards and the dice were of the usual kind."
    return "It was one of the easier games." if luck.luck > 0 else "It was one of the harder games."


def _judgement_text(luck: f.Luck) -> str:
    if abs(luck.judgement) <= luck.sd:
        return "That is within what chance does from game to game, and says little."
    way = "more" if luck.judgement > 0 else "less"
    return f"That is {way} than chance usually does from game to game."
