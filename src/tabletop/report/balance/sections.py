"""A balance report in blocks: what was found first, then what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tabletop.report.balance.facts import Balance, Estimate, Finding
from tabletop.report.blocks import Block, Bullets, Figure, Para, Section, Table
from tabletop.telling.words import number

NOTE: Final = (
    "These are answers within the model: that an alliance of these minds wins, loses or turns on a card says nothing "
    "of the world. Intervals hold the true value in 95 of 100 studies like this one."
)
SIGN: Final = {"warning": "Warning", "tip": "Tip"}


def title(report: Balance) -> str:
    """What stands above the page."""
    return f"{report.title}: balance"


def subtitle(report: Balance) -> str:
    """What was played."""
    told = f"Level {report.level}, {report.games:,} games of each mind, seed {report.seed}."
    seats = [f"{report.members.get(seat, seat)} is played by {mind}" for seat, mind in report.taken.items()]
    changed = "; ".join([*seats, *(f"{name} = {value:g}" for name, value in report.overrides.items())])
    return f"{told} With {changed}." if changed else told


def sections(report: Balance) -> list[Section]:
    """All of it, in order."""
    return [
        Section("findings", "Findings", _findings(report)),
        Section("minds", "Who wins", _minds(report)),
        Section("options", "Strategies and tactics", _options(report)),
        Section("cards", "Cards", _cards(report)),
        Section("seats", "Seats", _seats(report)),
        Section("acts", "Acts", _acts(report)),
        Section("luck", "Luck and skill", _luck(report)),
        Section("dials", "What would change it", _dials(report)),
    ]


def span(one: Estimate | None, unit: str = "") -> str:
    """A number with its interval, as cells show it."""
    return "–" if one is None else f"{number(one.value)}{unit} ({number(one.low)} to {number(one.high)})"


def _findings(report: Balance) -> Sequence[Block]:
    blocks: list[Block] = [Para(NOTE, quiet=True)]
    if not report.findings:
        return [*blocks, Para("Nothing was found that an author should look at.", tone="good")]
    for severity, head in (("warning", "warnings"), ("tip", "tips")):
        some = [one for one in report.findings if one.severity == severity]
        if some:
            blocks.append(
                Para(f"{len(some)} {head.lower() if len(some) != 1 else SIGN[severity].lower()}.", quiet=True)
            )
            blocks.append(Bullets([_finding(report, one) for one in some]))
    return blocks


def _finding(report: Balance, one: Finding) -> Para:
    interval = f"{number(one.measured.low)} to {number(one.measured.high)}"
    text = (
        f"{one.message} (interval {interval}).\nNext: {one.hint}.\nTo see it: "
        f"{one.command(report.campaign, report.level)}"
    )
    return Para(text, f"{one.code} {SIGN[one.severity]}.", "bad" if one.severity == "warning" else "", lines=True)


def _minds(report: Balance) -> Sequence[Block]:
    table = Table(
        "Every mind plays the whole alliance",
        ("Mind", "Games", "Wins %", "Cohesion", "Stability", "Lower index", "Breaks up %", "War %", "Turns"),
        [
            (
                row.mind, f"{row.games:,}", span(row.win), span(row.cohesion), span(row.stability), span(row.lower),
                number(row.cohesion_collapse), number(row.stability_collapse), number(row.turns),
            )
            for row in report.minds
        ],
        frozenset(range(1, 9)),
    )  # fmt: skip
    return [Figure("wins", "Win rate by mind, with the interval", table)]


def _options(report: Balance) -> Sequence[Block]:
    blocks: list[Block] = [
        Para(
            f"In {report.positions} positions one seat tried every strategy on the crisis where it promised most, and "
            "every tactic on what it would have done anyway. Each was played out on the same luck; the shares are "
            "corrected for the noise of few futures. An option that is best in most positions leaves nothing to "
            "choose; one that never is, is a trap. Alone: what an alliance that chooses nothing else gains over "
            "chance, in percent of what thinking gains."
        )
    ]
    for rows, name, head in (
        (report.strategies, "strategies", "Strategies: how often each is the best answer"),
        (report.tactics, "tactics", "Tactics: how often each is the best answer"),
    ):
        if not rows:
            blocks.append(Para("At this level nobody chooses a tactic.", quiet=True))
            continue
        blocks.append(
            Figure(
                name, head,
                Table(
                    head, ("Option", "Best for all %", "Best for itself %", "Worth, points", "Alone %", "Chosen %",
                           "Succeeds %", "At the cap %"),
                    [
                        (
                            row.name, span(row.best), span(row.own), span(row.worth), span(row.alone),
                            number(row.chosen),
                            span(row.success), number(row.sure),
                        )
                        for row in rows
                    ],
                    frozenset(range(1, 8)),
                ),
            )
        )  # fmt: skip
    return blocks


def _cards(report: Balance) -> Sequence[Block]:
    rows = sorted(report.cards, key=lambda row: -(row.decisive or 0.0))
    head = "Points of the lower index at the end, each changed alone on the same luck"
    table = Table(
        head,
        ("Card", "Dealt %", "Resolved %", "Breaks out %", "Coming", "Success against failure",
         "Best against worst answer", "Best answer against none"),
        [
            (
                row.title, number(row.dealt.value), number(row.resolved), number(row.outbreak), span(row.coming),
                span(row.outcome), span(row.choice), span(row.help),
            )
            for row in rows
        ],
        frozenset(range(1, 8)),
    )  # fmt: skip
    return [
        Para(
            "Coming: the game with the card less the same game without it. Success against failure: every negotiation "
            "on it succeeds, or every one fails. Answer: the best way to meet it against the worst, and against "
            "leaving it alone. A card that moves much by coming and is no better for any answer is luck."
        ),
        Figure("cards", "The most decisive cards: points between success and failure", table),
    ]


def _seats(report: Balance) -> Sequence[Block]:
    rows = Table(
        "Each seat, by who plays it and who plays the others",
        ("Seat", "Played by", "Others", "Score", "Objective met %", "75 and more %", "Alliance wins %", "Cohesion",
         "Stability"),
        [
            (
                report.members[row.member], row.mind, row.others, span(row.score), span(row.objective),
                span(row.top), span(row.win), span(row.cohesion), span(row.stability),
            )
            for row in report.seats
        ],
        frozenset(range(3, 9)),
    )  # fmt: skip
    moved = Table(
        "What one seat moves among thoughtful others, in points",
        ("Seat", "At random: end moves", "Alliance lower by", "Own score", "Riding free: own score",
         "Alliance lower by"),
        [
            (
                report.members[row.member], span(row.swing), span(row.harm), span(row.own), span(row.free_ride),
                span(row.free_cost),
            )
            for row in report.weights
        ],
        frozenset(range(1, 6)),
    )  # fmt: skip
    return [
        Figure("seats", "National scores where the first mind plays everybody", rows), moved,
        Para("A seat that may choose at random without harm does not matter; one that gains by riding free is "
             "tempted."),
    ]  # fmt: skip


def _acts(report: Balance) -> Sequence[Block]:
    told = {*(row.mind for row in report.minds[:1]), "random"}
    rows = [
        (
            report.acts.get(row.act, row.act), row.mind, span(row.reached), span(row.win), span(row.cohesion),
            span(row.stability),
            ", ".join(f"{way.act} {number(way.share, 0)} %" for way in row.ways) or "–", number(row.ended),
            number(row.collapsed),
        )
        for row in report.act_rows
        if row.mind in told
    ]  # fmt: skip
    return [
        Table(
            "Acts by mind: the games that reached them, and where they led",
            ("Act", "Mind", "Reached %", "Wins %", "Cohesion", "Stability", "Led to", "Ended here %", "Collapsed %"),
            rows, frozenset((2, 3, 4, 5, 7, 8)),
        )
    ]  # fmt: skip


def _luck(report: Balance) -> Sequence[Block]:
    table = Table(
        "Where the difference between two games comes from, in percent of the variance of the lower index",
        ("Source", "Alone", "With all it meets"),
        [(row.name, span(row.alone), span(row.total)) for row in report.sources], frozenset((1, 2)),
    )  # fmt: skip
    return [
        Para(
            "Two games differ in everything. One source at a time is drawn anew, the rest stays. “Players” means that "
            "the whole alliance is played by the random, the greedy or the thoughtful mind, drawn by lot. What a "
            "source explains with all it meets sums to more than 100: a die matters because a choice led to it."
        ),
        Figure("sources", "Share of the variance that each source explains with all it meets", table),
    ]


def _dials(report: Balance) -> Sequence[Block]:
    if not report.dials:
        return [Para("The numbers of the model were not turned in this study.", quiet=True)]
    table = Table(
        "The numbers that were turned: change of the win rate in points of percent, and of the lower index",
        ("Number", "Value", "A fifth less", "Wins", "Index", "A fifth more", "Wins", "Index"),
        [
            (
                row.name, f"{row.base:g}", f"{row.less:g}", span(row.win_less), number(row.lower_less.value),
                f"{row.more:g}", span(row.win_more), number(row.lower_more.value),
            )
            for row in report.dials
        ],
        frozenset(range(1, 8)),
    )  # fmt: skip
    return [
        Para(
            "Thoughtful play on the same luck, one number a fifth smaller or larger (a count: by one at least), within "
            "its declared range. "
            + (
                "Every number of the model was turned that is not 0: a fifth of 0 is nothing."
                if report.every_number
                else "Not every number of the model was turned, but these: the ten weights of the two indices, the "
                "main numbers of the start, the crises and the chances, and whatever the campaign sets under "
                "“parameters:” at this level; a fifth of 0 is nothing. tabletop lab with --every-number turns "
                "them all, and with --set NAME=VALUE it plays all games with another value and turns that one, too."
            )
        ),
        Figure("tornado", "What moves the win rate most", table),
    ]
