"""The rules for a facilitator without a computer: one page of steps and tables, with the numbers of this very game.

Simpler than the rules of the program, and meant to be: what decides a turn is there, what only shades it is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tabletop.report.blocks import Block, Bullets, Heading, Para, Table
from tabletop.rules.arithmetic import chance
from tabletop.rules.negotiate import quorum_of
from tabletop.rules.registry import number_text, value_of
from tabletop.rules.scorecard import GRADES
from tabletop.telling.words import FEATURES, STRATEGY, TACTIC, number, signed

if TYPE_CHECKING:
    from tabletop.game.game import Game
    from tabletop.rules.parameters import Rulebook

MOVES: Final = ("bilateral", "multilateral", "confidence", "track2")
_POINTS: Final = tuple(range(-24, 25, 3))


def points(book: Rulebook, marks: Mapping[str, int]) -> dict[str, float]:
    """What a crisis brings to each strategy's points: its start and its fit to the five features (rule T1)."""
    return {
        move: round(
            value_of(f"base.{move}", book)
            + sum(value_of(f"fit.{move}.{name}", book) * (marks[name] / 2 - 1) for name in FEATURES), 1
        )
        for move in MOVES
    }  # fmt: skip


def climbing(book: Rulebook, urgency: int) -> float:
    """Percent by which a crisis climbs that nobody touches in a quiet region, before tension (rule R14)."""
    return 100 * (value_of("escalate_base", book) + value_of("escalate_urgency", book) * urgency / 4)


def by_hand(game: Game) -> list[Block]:
    """The one page: how a turn goes, and what is looked up."""
    book = game.tables.book

    def v(name: str) -> str:
        return number_text(value_of(name, book))

    quorum = quorum_of(book, len(game.seats))
    percent = number_text(round(100 * value_of("escalate_tension", book) / 10, 1))
    idle = number_text(100 * value_of("escalate_idle", book))
    return [
        Bullets([
            Para("If a place is free, put down a card from your part of these pages. Read it aloud. There are "
                 f"{v('slots')} places; when none is free, tension rises by {v('overload')}.", "1. Deal."),
            Para("Seats talk. Each ticks one slip and hands it in, folded. Means are spent when it is opened.",
                 "2. Choose."),
            Para("Open all slips at once. Who chose the same crisis and strategy acts together. A bilateral is between "
                 "two; if both name each other it is one negotiation, else the proposer acts alone. A summit "
                 f"needs {quorum} members: with fewer −{v('minilateral')} points and one step at most; alone it does "
                 "nothing.", "3. Groups."),
            Para("For each group: the card's points for the strategy, and the terms of the table below. Look the "
                 "chance up. Roll two ten-sided dice for 1 to 100: the chance or less is a success. A telephone or "
                 "numbered papers do as well. On an external crisis a confidence measure needs an answer, too: roll "
                 "once more, at the percentage in your secret part.", "4. Negotiate."),
            Para("Bilaterals and confidence measures that succeed go down the ladder first. Then roll for each "
                 "crisis that they did not touch: it climbs a step at its printed percentage, plus "
                 f"{percent} for each 10 of tension, plus {idle} if nobody tried. Then summits and Track II "
                 "go down. On one crisis only the best success counts, and one step more if another strategy worked "
                 "there, too.", "5. The ladder."),
            Para("At 0 a crisis is resolved: it leaves the table, and support rises by "
                 f"{v('relief_support')} where the stake is high. At 6 it breaks out and leaves: tension "
                 f"+{v('outbreak_tension')}, legitimacy −{v('outbreak_legitimacy')}, and support "
                 f"−{v('outbreak_support')} where the stake is high.", "6. Off the table."),
            Para(f"Means: less the effort, plus {v('income')}, plus {v('rest')} more for who held; 0 to 6. Trust in "
                 "who made no effort: −2 from each who did. After a successful bilateral: −2 from everybody left "
                 "out in both dealers, −5 where that one had a high stake. Tension: "
                 f"+{v('heat')} for each step above 2 of an external crisis.", "7. The board."),
            Para("Write the new numbers down where everybody sees them. What you decide by judgement, say so aloud.",
                 "8. Say it."),
        ]),
        _chances(book), _terms(book), *(_tactics(book) if book.tactics else ()), _effects(book), Heading("The end"),
        Para(
            f"Cohesion: about 0.4 × mean trust, the rest as on the sheet, less 1 for each member who did nothing. "
            f"Stability: 0.3 × (100 − tension) + 0.3 × (100 − {number(100 / value_of('crisis_control', book))} × all "
            f"steps on the table), the rest as on the sheet. Cohesion under {v('cohesion_floor')}: the alliance breaks "
            f"up; stability under {v('stability_floor')}: war. Won with both at {v('pass_mark')}. Grade by the lower: "
            + ", ".join(f"{letter} from {floor // 100}" for floor, letter in GRADES[:-1]) + ", else E."
        ),
        Para("By hand the small terms are left out: leaks, elections, headlines, the treaty's clauses. A game that "
             "goes on by hand is another game than the program's; do not mix their numbers afterwards.", quiet=True),
    ]  # fmt: skip


def _chances(book: Rulebook) -> Table:
    cells = [f"{round(int(chance(100 * score, book.score_scale)) / 100)}" for score in _POINTS]
    return Table("From points to the chance in percent", ("Points", *(signed(p, 0) for p in _POINTS)),
                 [("Chance", *cells)], frozenset(range(1, len(cells) + 1)))  # fmt: skip


def _row(book: Rulebook, name: str, what: str, times: float = 1.0) -> tuple[str, ...]:
    return what, *(number_text(round(times * value_of(f"{name}.{move}", book), 2)) for move in MOVES)


def _terms(book: Rulebook) -> Table:
    rows: Sequence[tuple[str, ...]] = [
        ("The crisis itself", *("as printed" for _ in MOVES)),
        _row(book, "trust_weight", "Each 10 of mean trust in the group above 50 (below: minus)"),
        _row(book, "affinity_weight", "Each 0.1 of shared interest above 0.3 (below: minus)", 0.1),
        _row(book, "need", "Effort needed in all at step 2 (a summit: times half the members)",
             1 + 2 * value_of("need_escalation", book)),
        _row(book, "effort_weight", "Effort: nothing of the need minus this, half of it minus half, all of it 0, more "
             "plus half"),
        _row(book, "escalation_weight", "Each step of the crisis above 2 (below: the other way)"),
        _row(book, "groundwork_weight", "Each level of groundwork"),
        _row(book, "legitimacy_weight", "Each 10 of legitimacy above 50"),
        _row(book, "leverage_weight", "External crises: each 10 of deterrence above 50, 3 times at most"),
        _row(book, "domestic_weight", "Each 10 of mean support above 50"),
        _row(book, "partner_weight", "Each further member in the group, 3 at most"),
        ("Several at once: each further bilateral on the crisis", f"−{number_text(value_of('bilateral_clash', book))}",
         f"−{number_text(value_of('summit_clash', book))}", "–", "–"),
        ("A confidence measure on the same crisis", "–", f"+{number_text(value_of('dual_track', book))}", "–", "–"),
    ]  # fmt: skip
    return Table(
        "The terms of the points", ("Term", *(STRATEGY[move] for move in MOVES)), rows, frozenset({1, 2, 3, 4})
    )


def _tactics(book: Rulebook) -> list[Block]:
    n = {name: value_of(name, book) for name in ("listen_gain", "package_gain", "mediate_gain", "backchannel_gain",
                                                "arbitrate_gain", "interest_gain", "hard_cost")}  # fmt: skip
    t = number_text
    rows = [
        (TACTIC["interest"], f"+2, and up to +{t(n['interest_gain'])} the less interest is shared"),
        (TACTIC["listen"], f"+1, and +{t(n['listen_gain'] / 4)} a mark of fear"),
        (TACTIC["rapport"], "−1; trust won is half as much again"),
        (TACTIC["package"], f"+1, and +{t(n['package_gain'] / 4)} a mark of binding; costs half a means"),
        (TACTIC["mediate"], f"+{t(n['mediate_gain'])} from step 4 or below trust 40, else +1"),
        (TACTIC["backchannel"], f"−2, and +{t(n['backchannel_gain'] / 4)} a mark of secrecy"),
        (TACTIC["arbitrate"], f"between allies +1 and +{t(n['arbitrate_gain'] / 4)} a mark of binding, else −1"),
        (TACTIC["hard"], f"−{t(n['hard_cost'])}; on success a point for the own score, trust of all others −1"),
    ]
    return [Table("Tactics: a group takes the mean of its members' points", ("Tactic", "Points"), rows)]


def _effects(book: Rulebook) -> Table:
    rows = [
        _row(
            book,
            "steps",
            "Steps down on success (from 3 marks of secrecy one at most; agreements, too, from 3 of fear)",
        ),
        _row(book, "tension_success", "Tension, success (external crises)"),
        _row(book, "trust_success", "Trust within the group, success"),
        _row(book, "trust_failure", "Trust within the group, failure: minus"),
        _row(book, "legitimacy_success", "Legitimacy, success"),
        _row(book, "support_success", "Support of each, success"),
        _row(book, "support_failure", "Support of each, failure"),
    ]
    rows.insert(1, ("Steps besides", "−1 from 3 marks of breadth", "+1 from 2 marks of breadth",
                    "+1 from 2 marks of fear",
                    "1 at 2 marks of secrecy, 2 from 3"))  # fmt: skip
    rows.append(("Besides", "an agreement between the two", "a stage of the treaty", "half of the fear off",
                 "one level of groundwork, two at most"))  # fmt: skip
    return Table("What success and failure change", ("Change", *(STRATEGY[move] for move in MOVES)), rows,
                 frozenset({1, 2, 3, 4}))  # fmt: skip
