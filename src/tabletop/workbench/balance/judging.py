"""From rows to findings: what an author should look at, with the number, the next step and a game to see it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from tabletop.report.balance.facts import CardRow, Estimate, Finding, SeatRow
from tabletop.rules.vocabulary import Strategy, Tactic
from tabletop.telling.words import signed
from tabletop.workbench.balance import rows
from tabletop.workbench.balance.codes import CODES
from tabletop.workbench.balance.deadcards import WALKS, Dead
from tabletop.workbench.balance.evidence import Evidence, percent
from tabletop.workbench.balance.intervals import rate

DOMINANT: Final = 55.0
"""L101, L102: percent of positions, at the low end of the interval."""
WORTH: Final = 0.2
"""L101, L102: points above the mean of the options, at the low end: what is best by a hair is no answer."""
KEPT: Final = 50.0
"""L101: percent of what thinking gains over chance, at the low end, that one answer alone keeps: most of it."""
USELESS: Final = 3.0
"""L103: percent of positions, at the high end."""
SURE: Final = 60.0
"""L104, L115: percent of tries at the cap."""
TRIES: Final = 5.0
"""L104: percent of choices from which on it is told."""
LUCK, ANSWER = 4.0, 0.5
"""L114: points that luck moves at least, and the share of them that an answer gains at most against none."""
SEEN: Final = 20
"""Games in which a card must have come before it is called luck or decisive."""
DECIDES: Final = 30.0
"""L116: points."""
SAFE: Final = 93.0
"""L121: percent of games with an A, at the low end over all who play, and nobody shown to stay under it …"""
UNHURT: Final = 60.0
"""… and of the games that end in a collapse: a seat that shares the alliance's fate can lose."""
EASY, HARD = 80.0, 3.0
"""L122, L123: percent of games."""
IDLE: Final = 0.5
"""L124, L125: points below which nothing has changed."""
PAYS: Final = 10.0
"""L126: points of the own score."""
STAYS: Final = 2.0
"""L131: percent of games that leave the act, at the high end."""
ENOUGH: Final = 60
"""Games in which an act must have been reached before anything is said of who leaves it."""
SKILL: Final = 15.0
"""L141: percent of the variance, at the high end, with everything that depends on it."""
BAND, RANDOM = (55.0, 80.0), 40.0
"""L151: percent of wins."""
FRAGILE: Final = 33.0
"""L152: points of the win rate."""
VERDICT: Final = ("pass_mark",)
"""Dials that only move the goal: no finding."""


def judge(found: Evidence) -> list[Finding]:
    """Every finding, by code; within a code in the campaign's order."""
    acts = list(_acts(found))
    # Where nobody leaves an act the game is over before its time, and what one answer is worth in half of it says
    # nothing of the whole: that is told when the act is mended.
    cut = any(finding.code == "L131" for finding in acts)
    made = [*_options(found, whole=not cut), *_cards(found), *_seats(found), *acts, *_whole(found)]
    return sorted(made, key=lambda finding: (CODES[finding.code].severity != "warning", finding.code))


# ---------------------------------------------------------------- strategies and tactics


def _options(found: Evidence, whole: bool) -> Iterator[Finding]:
    for what, code, options in (("strategy", "L101", found.strategies), ("tactic", "L102", found.tactics)):
        for row in options:
            if row.best.low >= DOMINANT and row.worth.low >= WORTH:
                seen = _answer_seen(found, what, row.name)
                yield found.finding(
                    code, row.name,
                    f"The {what} {row.name} is one seat's best answer in {percent(row.best.value)} of positions",
                    _hint_dominant(found, what, row.name), row.best, *seen,
                )  # fmt: skip
            elif whole and row.alone is not None and row.alone.low > KEPT:
                yield found.finding(
                    code, row.name,
                    f"An alliance that only ever chooses the strategy {row.name} keeps {percent(row.alone.value)} of "
                    "what thinking gains over chance",
                    _hint_dominant(found, what, row.name), row.alone, *_answer_seen(found, what, row.name),
                )  # fmt: skip
    for number, row in enumerate(found.strategies):
        if row.name != "hold" and row.best.high <= USELESS:
            yield found.finding(
                "L103", row.name,
                f"The strategy {row.name} is one seat's best answer in only {percent(row.best.value)} of positions",
                "give it cards whose features suit it (docs/rules.md, table 1)", row.best,
                found.example("trap", row.name), f"always-{row.name}",
            )  # fmt: skip
        if row.sure >= SURE and row.chosen >= TRIES:
            yield found.finding(
                "L104", row.name,
                f"{percent(row.sure)} of the negotiations by {row.name} stand at the cap of their chance, 95 %",
                f"lower base.{row.name}, or make the cards harder for it", Estimate(row.sure, row.sure, row.sure),
                *found.first("sure strategies", number, found.main),
            )  # fmt: skip


def _answer_seen(found: Evidence, what: str, name: str) -> tuple[int, str]:
    """A game in which the answer is enough: nobody knows another one, or nothing is chosen so often and it wins."""
    if what == "strategy" and name != "hold":
        return found.example("alone", name), f"always-{name}"
    if what == "strategy":
        return found.first("led strategies", Strategy.HOLD, found.main)
    return found.first("led tactics", Tactic.words().index(name), found.main)


def _hint_dominant(found: Evidence, what: str, name: str) -> str:
    own = found.lab.ground.campaign.parameters
    turned = sorted(key for key in own if key.split(".")[-1] == name or f".{name}." in key)
    if turned:
        return f"this campaign sets {', '.join(turned)}: take that back, or part of it"
    if what == "strategy":
        return "give the other strategies cards whose features suit them (docs/rules.md, table 1)"
    return "vary misperception, sensitivity and enforcement from card to card"


# ---------------------------------------------------------------- cards


def _cards(found: Evidence) -> Iterator[Finding]:
    ids = found.lab.tables.cards.ids
    for dead in found.dead:
        upper = Estimate(0.0, 0.0, 300 / max(1, found.games))
        title = f"“{found.lab.ground.campaign.deck[dead.card].title}” ({dead.card})"
        if dead.level:
            text = f"{title} came in none of {found.games:,} games at this level, only at {dead.level}"
            yield found.finding(
                "L112", dead.card, text, "loosen its condition for short games", upper,
                dead.game, dead.mind, level=dead.level,
            )  # fmt: skip
        elif dead.seed >= 0:
            text = f"{title} came in none of {found.games:,} games; an aimed walk reached it"
            yield _walked(found, dead, text, upper)
        else:
            text = f"{title} came in none of {found.games:,} games, and at no other level"
            acts = np.flatnonzero(found.lab.tables.cards.acts[:, ids.index(dead.card)])
            yield found.finding("L111", dead.card, text, dead.hint, upper, *found.first("reached", acts))
    for row in found.cards:
        number = ids.index(row.card)
        if row.help is not None and row.luck is not None and _by_luck(row):
            moved = max((one for one in (row.coming, row.outcome) if one is not None), key=lambda one: abs(one.value))
            cause = "coming" if moved is row.coming else "dice"
            how = "whether it comes" if cause == "coming" else "how its dice fall"
            yield found.finding(
                "L114", row.card,
                f"“{row.title}” ({row.card}) is luck: {how} moves the end by {abs(moved.value):.1f} points, "
                f"the best answer to it gains {max(0.0, row.help.value):.1f}",
                "give it an answer that works, or let its effects hang on success and failure", _size(moved),
                *(found.seen(cause, row.card) or found.first("dealt", number)),
            )  # fmt: skip
        if row.sure >= SURE:
            yield found.finding(
                "L115", row.card,
                f"{percent(row.sure)} of the negotiations on “{row.title}” ({row.card}) stand at the cap of 95 %",
                "start it a step higher, or make its features less one-sided", Estimate(row.sure, row.sure, row.sure),
                *(found.seen("capped", row.card) or found.first("dealt", number)),
            )  # fmt: skip
        if row.outcome is not None and row.games >= SEEN and row.outcome.low >= DECIDES:
            yield found.finding(
                "L116", row.card,
                f"Success or failure on “{row.title}” ({row.card}) moves the end by {row.outcome.value:.1f} points",
                "soften its effects, or make sure that everybody sees what hangs on it", row.outcome,
                *found.first("outbreak", number),
            )  # fmt: skip


def _walked(found: Evidence, dead: Dead, text: str, upper: Estimate) -> Finding:
    """A card that only an aimed walk reached: the call plays that walk, or writes it down where it was steered."""
    hint = "loosen its condition or raise its weight"
    if not dead.mind:
        hint += f"; tabletop run --script walks/{dead.script} then plays the walk that reached it"
    made = found.finding("L113", dead.card, text, hint, upper, 1, dead.mind or "thoughtful")
    who, walks = ((dead.mind,), 0) if dead.mind else ((), WALKS)
    return replace(made, seed=dead.seed, minds=who, settings={}, walks=walks)


def _size(one: Estimate) -> Estimate:
    """How large it is, whichever way."""
    return one if one.value >= 0 else Estimate(-one.value, -one.high, -one.low)


def _by_luck(row: CardRow) -> bool:
    """Whether luck moves the end far and no answer does: both at the careful end of their intervals.

    An answer counts by what it gains against leaving the card alone: that a foolish one does harm is no say in it.
    """
    assert row.help is not None
    sure = [
        min(abs(one.low), abs(one.high))
        for one in (row.coming, row.outcome)
        if one is not None and one.low * one.high > 0
    ]
    luck = max(sure, default=0.0)
    return row.games >= SEEN and luck >= LUCK and row.help.high <= ANSWER * (row.luck or 0.0)


# ---------------------------------------------------------------- seats


def _seats(found: Evidence) -> Iterator[Finding]:
    for number, seat in enumerate(found.lab.tables.alliance.ids):
        fares = [row for row in found.seats if row.member == seat]
        name = found.name(seat)
        yield from _safe(found, number, seat, name, fares)
        (row,) = [one for one in found.weights if one.member == seat]
        if row.harm.high < IDLE and abs(row.own.low) < IDLE and abs(row.own.high) < IDLE:
            yield found.finding(
                "L124", seat,
                f"{name} may choose at random: the alliance ends {row.harm.value:.1f} points lower, its own score "
                f"{signed(row.own.value)}",
                "let more cards touch it, or raise its capability", row.harm, found.example("idle", seat), "thoughtful",
                f"{seat}=random",
            )  # fmt: skip
        elif row.free_ride.low > 1 and row.free_cost.high < IDLE:
            yield found.finding(
                "L125", seat,
                f"Riding free brings {name} {signed(row.free_ride.value)} points and costs the alliance nothing "
                f"({row.free_cost.value:.1f})",
                "let cards touch it so that its absence is felt, or raise its capability", row.free_ride,
                found.example("free for nothing", seat), "thoughtful", f"{seat}=free-rider",
            )  # fmt: skip
        elif row.free_ride.low >= PAYS:
            yield found.finding(
                "L126", seat,
                f"Riding free brings {name} {signed(row.free_ride.value)} points of its own score and costs the "
                f"alliance {row.free_cost.value:.1f}",
                "lower the weight of prosperity in its objective, or loosen a condition on its effort", row.free_ride,
                found.example("free", seat), "thoughtful", f"{seat}=free-rider",
            )  # fmt: skip


def _safe(found: Evidence, number: int, seat: str, name: str, fares: Sequence[SeatRow]) -> Iterator[Finding]:
    heaviest = max(found.lab.ground.campaign.members[number].objective.weights, key=lambda pair: pair[1])
    weakest = min(fares, key=lambda row: row.top.value)
    fallen = sum(int(rows.of(tally, "fallen")) for tally in found.census.values())
    unhurt = rate(sum(float(rows.of(tally, "fallen tops")[number]) for tally in found.census.values()), fallen)
    # Many rows: if each of them had to be sure by itself, chance would let a fault through in one of them.
    few = min(row.games for row in fares)
    pooled = rate(sum(row.top.value for row in fares) / 100 * few, few * len(fares))
    if pooled.low >= SAFE and all(row.top.high >= SAFE for row in fares) and unhurt.low >= UNHURT:
        yield found.finding(
            "L121", seat,
            f"{name} ends with 75 points and more in {percent(weakest.top.value)} of games whoever plays it, and in "
            f"{percent(unhurt.value)} of those in which the alliance falls",
            f"lower the weight of {heaviest[0]} in its objective ({heaviest[1]} %)", weakest.top,
            *found.first("safe", number),
        )  # fmt: skip
        return
    rates = [(row.objective, row) for row in fares if row.objective is not None]
    if not rates:
        return
    least, row = min(rates, key=lambda pair: pair[0].value)
    most, high = max(rates, key=lambda pair: pair[0].value)
    if all(rate.low >= EASY for rate, _ in rates):
        yield found.finding(
            "L122", seat,
            f"{name} meets its objective in {percent(least.value)} of games and more, whoever plays",
            "ask for more in the objective's condition, or move its weights to what is hard for it", least,
            *_objective_seen(found, "met", number, row),
        )  # fmt: skip
    elif most.high <= HARD:
        yield found.finding(
            "L123", seat,
            f"{name} meets its objective in {percent(most.value)} of games at most, whoever plays",
            "ask for less in the objective's condition", most,
            *_objective_seen(found, "missed", number, high),
        )  # fmt: skip


def _objective_seen(found: Evidence, what: str, number: int, row: SeatRow) -> tuple[int, *tuple[str, ...]]:
    """The first game of the row in which the objective is met, or missed, and who plays it."""
    if row.mind == row.others:
        return found.first(what, number, row.mind)
    return found.example(what, row.member, row.mind), row.others, f"{row.member}={row.mind}"


# ---------------------------------------------------------------- acts


def _acts(found: Evidence) -> Iterator[Finding]:
    tables, census = found.lab.tables, found.census
    stuck: set[int] = set()
    for number, act in enumerate(tables.acts):
        reached = sum(int(rows.of(tally, "act games")[number]) for tally in census.values())
        title = f"“{found.lab.ground.campaign.acts[number].title}” ({act.id})"
        if not reached:
            before = {k for k, one in enumerate(tables.acts) if any(target == number for _, target in one.follows)}
            if before & stuck:
                continue
            yield found.finding(
                "L132", act.id, f"No game of {found.games:,} reached the act {title}",
                "loosen the conditions of the ways that lead to it", Estimate(0, 0, 300 / max(1, found.games)),
                *found.first("reached", sorted(before)),
            )  # fmt: skip
            continue
        if not act.follows or reached < ENOUGH:
            continue
        collapsed = sum(int(rows.of(tally, "act last")[1, number]) for tally in census.values())
        left = sum(int(rows.of(tally, "act went")[number].sum()) for tally in census.values())
        # Games that collapsed in it could not leave: they say nothing of its ways.
        stayed = rate(left, reached - collapsed) if reached > collapsed else None
        if stayed is not None and stayed.high <= STAYS:
            stuck.add(number)
            ways = ", ".join(dict.fromkeys(tables.acts[target].id for _, target in act.follows))
            yield found.finding(
                "L131", act.id,
                f"Of {reached:,} games that reached the act {title}, {left:,} went on to another",
                f"look at the conditions of its ways ({ways}), or add one without a condition", stayed,
                *found.first("stayed", number),
            )  # fmt: skip


# ---------------------------------------------------------------- the whole


def _whole(found: Evidence) -> Iterator[Finding]:
    skill = next((row for row in found.sources if row.name == "players"), None)
    if skill is not None and skill.total.high <= SKILL:
        yield found.finding(
            "L141", "players",
            f"Who plays explains {percent(skill.total.value)} of how games end, whatever else it meets",
            "lower the spreads of start and headlines, or the effects that come whatever is done", skill.total,
            found.example("players"), "random",
        )  # fmt: skip
    thoughtful = rows.mind_row("thoughtful", found.census["thoughtful"]).win
    chance = rows.mind_row("random", found.census["random"]).win
    low, high = BAND
    word = "too hard" if thoughtful.high < low else "too easy" if thoughtful.low > high else ""
    if word:
        seen = found.first("lost" if word == "too hard" else "win", 0, "thoughtful")
        yield found.finding(
            "L151", "thoughtful", f"Thoughtful play wins {percent(thoughtful.value)} of games: {word}",
            _turn(found, word), thoughtful, *seen,
        )  # fmt: skip
    if chance.low > RANDOM:
        yield found.finding(
            "L151", "random", f"Random play wins {percent(chance.value)} of games: too easy",
            _turn(found, "too easy"), chance, *found.first("win", 0, "random"),
        )  # fmt: skip
    for dial in found.dials:
        side = int(abs(dial.win_more.value) > abs(dial.win_less.value))
        worst = (dial.win_less, dial.win_more)[side]
        if dial.name not in VERDICT and min(abs(worst.low), abs(worst.high)) >= FRAGILE and worst.low * worst.high > 0:
            yield found.finding(
                "L152", dial.name,
                f"A fifth of {dial.name} ({dial.base:g}) changes the win rate by {signed(worst.value, 0)} points",
                f"the range from {dial.less:g} to {dial.more:g} should be playable: move it towards the middle", worst,
                found.example(("less", "more")[side], dial.name), "thoughtful",
                settings=dict(found.lab.settings[dial.name][side]) if dial.name in found.lab.settings else {},
            )  # fmt: skip


def _turn(found: Evidence, word: str) -> str:
    """The dial that helps most, and which way."""
    for dial in found.dials:
        if dial.name in VERDICT or dial.name.endswith(tuple("0123456789")) or "weights" in dial.name:
            continue
        gain: Any = [(dial.win_less.value, dial.less), (dial.win_more.value, dial.more)]
        value, to = max(gain) if word == "too hard" else min(gain)
        if (value > 0) == (word == "too hard") and value:
            return f"{dial.name}: {to:g} in place of {dial.base:g} changes that by {signed(value, 0)} points"
    return "turn start_tension or start_trust"
