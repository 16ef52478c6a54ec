"""The codes of findings: what each means, and from which number on it is told."""

from __future__ import annotations

from typing import Final, NamedTuple

from tabletop.report.balance.facts import Severity


class Code(NamedTuple):
    """A code's entry."""

    title: str
    severity: Severity
    cause: str
    """What was found, and why it matters."""
    fix: str
    """What to do."""
    look: str
    """Where: keys of the content, and places of the report."""


CODES: Final[dict[str, Code]] = {
    "L101": Code(
        "one strategy is the answer to everything", "warning",
        "In most positions one seat does best for the alliance with the same strategy, whatever the crisis; or an "
        "alliance that never chooses anything else keeps most of what thinking gains over chance. Players find that "
        "out in two turns and stop reading the cards.",
        "Vary the features of the cards so that each strategy has crises of its own, or take back the parameter that "
        "favours this one.",
        "“features:” of the cards and “parameters:” of the campaign; on the page (--html) the table of "
        "strategies, columns “best for all” and “alone”.",
    ),
    "L102": Code(
        "one tactic is the answer to everything", "warning",
        "In most positions the same tactic is best, whatever the crisis.",
        "Vary misperception, sensitivity and enforcement from card to card, or change the tactic's parameter.",
        "“features:” of the cards and “parameters:” of the campaign; on the page the table of tactics.",
    ),
    "L103": Code(
        "a strategy is hardly ever the answer", "tip",
        "There is hardly a position in which this strategy is one seat's best answer: it is a trap, not a choice.",
        "Give it some cards whose features suit it.",
        "“features:” of the cards (docs/rules.md, table 1); on the page the table of strategies.",
    ),
    "L104": Code(
        "a strategy cannot fail", "warning",
        "The chance of this strategy mostly stands at its cap: nobody needs to think of effort or partners.",
        "Raise its need, lower its base points, or make the cards harder for it.",
        "“base” and “need” of the strategy under “parameters:”; on the page the column “at the cap” of the "
        "strategies.",
    ),
    "L111": Code(
        "a card never comes", "warning",
        "The card was dealt in no game of any mind, at no level, and no aimed walk met it: it is dead.",
        "Look at its “when:”, its acts, the acts' filters and who calls it; tabletop check --walk tells how near "
        "a game came.",
        "“when:”, “acts:” and “weight:” of the card, and “cards:” of the acts; tabletop check --walk.",
    ),
    "L112": Code(
        "a card comes at other levels only", "tip",
        "The card was never dealt at this level, though it is at another.",
        "Nothing, if that is meant; else loosen its condition for short games.",
        "“when:” and “acts:” of the card, and “turns:” of the acts at this level.",
    ),
    "L113": Code(
        "a card hardly ever comes", "tip",
        "The card was dealt in no game that minds played, but an aimed walk reached it.",
        "Loosen its condition, or raise its weight, if players are to meet it.",
        "“when:” and “weight:” of the card; tabletop check --walk shows the walk that reached it.",
    ),
    "L114": Code(
        "a card is decided by luck alone", "warning",
        "Whether the card comes, or how its dice fall, moves the end of the game far; no answer to it is much better "
        "than leaving it alone.  Players can only watch.",
        "Give it an answer that works: features that suit one strategy, or effects that hang on success and failure.",
        "“on_deal:”, “on_outbreak:”, “escalation:” and “features:” of the card; on the page its columns “coming” "
        "and “best answer against none”.",
    ),
    "L115": Code(
        "a card cannot be failed", "tip",
        "Most negotiations on the card stand at the cap of their chance.",
        "Raise its starting step, or make its features less one-sided.",
        "“escalation:” and “features:” of the card.",
    ),
    "L116": Code(
        "one card decides the game", "tip",
        "Success or failure on this one card moves the lower index by more than half of the way from the floor to the "
        "goal and back.",
        "Soften its effects, or make sure that everybody sees what hangs on it.",
        "“on_resolved:”, “on_outbreak:” and “follow_up:” of the card; on the page its column “success against "
        "failure”.",
    ),
    "L121": Code(
        "a seat cannot lose", "warning",
        "The seat ends with an A in nearly all games, whoever plays it and whoever plays the others: its player has "
        "nothing to decide.",
        "Change the weights of its objective so that it needs the others, or its condition.",
        "“objective:” of the member, and “shared_fate” and “house_rules:” of the campaign; on the page the table "
        "of seats.",
    ),
    "L122": Code(
        "an objective is met whoever plays", "tip",
        "The objective's own condition is met in most games, whoever plays the seat and the others.",
        "Ask for more in its condition, or move its weights to what is hard for this member.",
        "“bonus:” under “objective:” of the member.",
    ),
    "L123": Code(
        "an objective is hardly ever met", "tip",
        "The objective's own condition is met in hardly any game, whoever plays.",
        "Ask for less in its condition.",
        "“bonus:” under “objective:” of the member.",
    ),
    "L124": Code(
        "a seat cannot matter", "warning",
        "When this seat chooses at random, neither the alliance nor its own score is any worse.",
        "Let more cards touch it, give it capability or exposure, or leave the member to the computer.",
        "“capability:” and “exposure:” of the member, and “touches:” of the cards; on the page the table of what "
        "a seat moves.",
    ),
    "L125": Code(
        "riding free costs nobody anything", "warning",
        "A seat that lets others pay scores more, and the alliance ends no lower: the dilemma is missing.",
        "Give the member more capability, or cards that touch it so that its absence is felt.",
        "“capability:” of the member, “touches:” of the cards; on the page the table of what a seat moves.",
    ),
    "L126": Code(
        "riding free pays very well", "tip",
        "A seat that lets others pay gains a lot of its own score.  That is the dilemma the game is about; so large, "
        "it is no dilemma any more.",
        "Lower the weight of prosperity in its objective, or a condition that asks for little effort.",
        "“weights:” under “objective:” of the member; on the page the table of what a seat moves.",
    ),
    "L131": Code(
        "nobody leaves an act", "warning",
        "The act names acts that may follow, but games that reach it end there.",
        "Look at the conditions under its “next:”; add a way without a condition at the end.",
        "“next:” of the act; on the page the table of acts.",
    ),
    "L132": Code(
        "nobody reaches an act", "warning",
        "No game of any mind came to this act.",
        "Look at the ways that lead to it; tabletop check --walk tells how near a game came.",
        "“next:” of the acts before it; on the page the table of acts.",
    ),
    "L141": Code(
        "players hardly matter", "warning",
        "Who plays explains hardly anything of how games end: the result is drawn, not made.",
        "Lower the spreads of the start and the headlines, or the effects that come whatever is done.",
        "“start_…_spread” under “parameters:”, “on_deal:” of the cards; on the page “luck and skill”.",
    ),
    "L151": Code(
        "too easy, or too hard", "tip",
        "Thoughtful play should win 55 to 80 games in a hundred, random play at most 40.",
        "Turn the starting tension or the start of trust; the tornado shows what moves most.",
        "“parameters:” and “levels:” of the campaign; on the page the tornado.",
    ),
    "L152": Code(
        "everything hangs on one number", "tip",
        "A fifth more or less of one parameter changes the win rate by more than a third of all games.",
        "Play with a value in the middle of its range, where small errors cost little.",
        "The parameter under “parameters:” of the campaign; on the page the tornado.",
    ),
}  # fmt: skip
"""By code, in the order of reports: options, cards, seats, acts, the whole."""

PLANTED: Final = ("L101", "L111", "L114", "L121", "L131")
"""Those that no shipped campaign may have."""


def explain(code: str) -> str:
    """The entry as text; raises `KeyError` for a code that does not exist."""
    entry = CODES[code]
    cause = " ".join(entry.cause.split())
    return (
        f"{code} ({entry.severity}): {entry.title}\n\n{cause}\n\nWhat to do: {entry.fix}\n\n"
        f"Where to look: {entry.look}\n\nFound by: tabletop lab\n"
    )


def list_codes() -> str:
    """Every code with its title, a line each."""
    rows = [f"{code}  {entry.title}" for code, entry in CODES.items()]
    return "\n".join(["Findings of tabletop lab:", *rows]) + "\n"
