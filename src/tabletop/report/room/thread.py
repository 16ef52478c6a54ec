"""The thread of an exercise (HSEEP 2020): aim, observation and rating, strength or area for improvement, action.

Strengths and areas are derived, never invented: from ratings, and from facts of the game with their numbers.  Facts say
what happened, not who was to blame; taking part is counted elsewhere and decides nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tabletop.report.room import facts as r
from tabletop.telling.evaluation import RATING, RATINGS, RUBRIC, SERVES
from tabletop.telling.sentences import listed
from tabletop.telling.words import number, signed

if TYPE_CHECKING:
    from tabletop.report.facts import Burden, Card, Trust, Turn
    from tabletop.report.seen import Seen

_ACTION: Final = re.compile(r"\s*action\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)
_PART: Final = re.compile(r"\s*(owner|by)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
APART: Final = 10.0
"""Percentage points between burden and fair share that are worth a word."""
SLOW: Final = 2.0
"""Turns from a crisis to the first joint action above which help came late."""
_ON_AVERAGE: Final = (
    "turns on average from a card to the first joint action on it; a summit that failed for too few is not counted."
)
MOVED: Final = 5.0
"""Points of mean trust that are worth a word."""

Findings = tuple[tuple[r.Finding, ...], tuple[r.Finding, ...]]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What findings rest on."""

    ratings: Sequence[r.Rated]
    turns: Sequence[Turn]
    cards: Sequence[Card]
    burden: Sequence[Burden]
    trust: Trust
    pledges: Sequence[r.Pledged]
    proposals: Sequence[r.Proposed]


def findings(grounds: Grounds) -> Findings:
    """Strengths, and areas for improvement; those that rest on ratings first."""
    strong: list[r.Finding] = []
    weak: list[r.Finding] = []
    for made in (_from_ratings, _joint, _crises, _clash, _word, _burden, _trust, _proposals):
        good, bad = made(grounds)
        strong += good
        weak += bad
    return tuple(strong), tuple(weak)


def capability_of(said: str) -> str:
    """The rubric's name for a capability that an observer wrote, however it was typed; else as it was written."""
    plain = " ".join(said.split())
    return next((name for name in RUBRIC if name.casefold() == plain.casefold()), plain)


def aims_of(
    seen: Seen, ratings: Sequence[r.Rated], cards: Sequence[Card], strong: Sequence[r.Finding],
    weak: Sequence[r.Finding],
) -> tuple[r.Aim, ...]:  # fmt: skip
    """Each aim of the campaign with what bears on it.

    A rating belongs to an aim when its capability is the aim's id or words, or one of the rubric's that bear on it.
    """
    deck = seen.game.campaign.deck
    made = []
    for aim in seen.game.campaign.learning:
        name = aim.id or ""
        bears = tuple(capability for capability, ids in SERVES.items() if name and name in ids)
        own = {one.casefold() for one in (name, name.replace("-", " "), aim.text) if one}

        def belongs(capability: str, bears: tuple[str, ...] = bears, own: set[str] = own) -> bool:
            return capability_of(capability) in bears or " ".join(capability.split()).casefold() in own

        made.append(r.Aim(
            id=name, text=aim.text, capabilities=bears,
            cards=tuple(
                r.ServedBy(title=card.title, came=card.came, end=card.end)
                for card in cards
                if name and name in deck[card.card].objectives
            ),
            ratings=tuple(one for one in ratings if belongs(one.capability)),
            strengths=tuple(one.text for one in strong if belongs(one.capability)),
            improvements=tuple(one.text for one in weak if belongs(one.capability)),
        ))  # fmt: skip
    return tuple(made)


def actions_of(noted: Iterable[r.Observed]) -> tuple[tuple[r.Action, ...], tuple[r.Observed, ...]]:
    """Corrective actions that were entered as notes, and the notes that are none.

    “Action: agree on roles before every summit; owner: Borealis; by: next session”.
    """
    actions, rest = [], []
    for note in noted:
        found = _ACTION.fullmatch(note.text)
        if found is None:
            rest.append(note)
            continue
        text, fields = [], {"owner": "", "by": ""}
        for part in found[1].split(";"):
            named = _PART.fullmatch(part)
            if named:
                fields[named[1].lower()] = " ".join(named[2].split())
            else:
                text.append(part.strip())
        actions.append(r.Action(area="", text="; ".join(text), owner=fields["owner"], due=fields["by"]))
    return tuple(actions), tuple(rest)


# ---------------------------------------------------------------- what findings rest on

Pair = tuple[list[r.Finding], list[r.Finding]]


def _one(text: str, grounds: str, capability: str) -> list[r.Finding]:
    return [r.Finding(text=text, grounds=grounds, capability=capability)]


def _from_ratings(grounds: Grounds) -> Pair:
    """P and S are strengths, M and U areas; a capability with both stands in both."""
    by: dict[str, list[r.Rated]] = {}
    for rated in grounds.ratings:
        by.setdefault(capability_of(rated.capability), []).append(rated)
    strong: list[r.Finding] = []
    weak: list[r.Finding] = []
    for capability, rows in by.items():
        for kinds, found in (("PS", strong), ("MU", weak)):
            of = [row for row in rows if row.rating in kinds]
            if not of:
                continue
            who = listed(list(dict.fromkeys(row.member or "the whole alliance" for row in of)))
            worst = max(of, key=lambda row: RATINGS.index(row.rating)).rating
            best = min(of, key=lambda row: RATINGS.index(row.rating)).rating
            shown = best if kinds == "PS" else worst
            looks = RUBRIC[capability]["UMSP".index(shown)] if capability in RUBRIC else RATING[shown]
            where = ", ".join(f"{row.rating} in turn {row.turn}" for row in of)
            found += _one(f"{capability} ({who}): {looks}.", f"Rated {where}.", capability)
    return strong, weak


def _joint(grounds: Grounds) -> Pair:
    came = [card for card in grounds.cards if card.came and (card.left or card.first_joint)]
    if not came:
        return [], []
    waits = [turn - card.came for card in came if (turn := _together(grounds, card))]
    never = [card.title for card in came if not card.first_joint and card.end != "resolved"]
    strong: list[r.Finding] = []
    weak: list[r.Finding] = []
    if waits and sum(waits) / len(waits) <= SLOW / 2:
        strong = _one(
            "Members came together quickly on a new crisis.",
            f"{number(sum(waits) / len(waits))} {_ON_AVERAGE}",
            "Coordination",
        )
    elif waits and sum(waits) / len(waits) > SLOW:
        weak = _one(
            "It took long until members came together on a crisis.",
            f"{number(sum(waits) / len(waits))} {_ON_AVERAGE}",
            "Coordination",
        )
    if never:
        weak += _one(
            "No two members ever worked together on crises that were not resolved.",
            f"{listed([f'“{title}”' for title in never])}.", "Coordination",
        )  # fmt: skip
    return strong, weak


def _together(grounds: Grounds, card: Card) -> int:
    """The turn in which members first came together on a crisis, 0 = never; a failed summit of too few is none."""
    return min((
        turn.turn for turn in grounds.turns for one in turn.negotiations
        if one.card == card.card and len(one.members) > 1 and one.die is not None
        and (one.success or all(term.name != "minilateral" for term in one.terms))
    ), default=0)  # fmt: skip


def _crises(grounds: Grounds) -> Pair:
    solved = [card.title for card in grounds.cards if card.end == "resolved"]
    broke = [card.title for card in grounds.cards if card.end == "outbreak"]
    return (
        _one("Crises were talked down to the end.", f"{listed([f'“{one}”' for one in solved])}.", "Choice of strategy")
        if solved else [],
        _one("Crises climbed until they broke out.", f"{listed([f'“{one}”' for one in broke])}.", "Situation analysis")
        if broke else [],
    )  # fmt: skip


def _clash(grounds: Grounds) -> Pair:
    """Bilaterals beside each other or beside a summit on one crisis get in each other's way (rule R4)."""
    found = []
    for turn in grounds.turns:
        on: dict[str, list[str]] = {}
        for one in turn.negotiations:
            on.setdefault(one.title, []).append(one.strategy)
        for title, strategies in on.items():
            pairs = strategies.count("Bilateral")
            if pairs > 1 or (pairs and "Multilateral" in strategies):
                found.append(f"turn {turn.turn} on “{title}”")
    if not found:
        return [], []
    return [], _one(
        "Members got in each other's way: several of them negotiated on one crisis side by side.",
        f"{listed(found)} (rule R4).", "Coordination",
    )  # fmt: skip


def _word(grounds: Grounds) -> Pair:
    kept = [one for one in grounds.pledges if one.kept]
    broken = [one for one in grounds.pledges if one.kept is False]
    told = f"{len(kept)} of {len(kept) + len(broken)} pledges were kept"
    strong = _one("Members kept what they had pledged in public.", f"{told}.", "Commitment") if kept else []
    if not broken:
        return strong, []
    where = listed([f"{one.member} in turn {one.turn}" for one in broken])
    return strong, _one("Pledges were broken.", f"{told}; broken by {where} (rule O1).", "Commitment")


def _burden(grounds: Grounds) -> Pair:
    apart = [(one.name, one.share - one.fair) for one in grounds.burden]
    far = [f"{name} {signed(gap)} points" for name, gap in apart if abs(gap) >= APART]
    if far:
        text = "The burden lay unevenly at the end."
        return [], _one(text, f"Share borne less share of capability: {'; '.join(far)}.", "Burden")
    most = max((abs(gap) for _, gap in apart), default=0.0)
    return _one(
        "Everybody bore about its fair share at the end.", f"No member was further from it than {number(most)} points.",
        "Burden",
    ), []  # fmt: skip


def _trust(grounds: Grounds) -> Pair:
    before, after = (
        [value for row in matrix for value in row if value is not None]
        for matrix in (grounds.trust.before, grounds.trust.after)
    )
    if not before or not grounds.turns:
        return [], []
    change = sum(after) / len(after) - sum(before) / len(before)
    told = f"Mean trust {number(sum(before) / len(before))} at the start, {number(sum(after) / len(after))} at the end."
    if change >= MOVED:
        return _one("Members trust each other more than at the start.", told, "Commitment"), []
    if change <= -MOVED:
        return [], _one("Members trust each other less than at the start.", told, "Commitment")
    return [], []


def _proposals(grounds: Grounds) -> Pair:
    adopted = [one for one in grounds.proposals if one.state == "adopted"]
    lost = [one for one in grounds.proposals if one.state in ("broken", "failed")]
    strong = (
        _one("The alliance agreed on texts of its own.", f"Adopted: {_titles(adopted)}.", "Negotiation tactics")
        if adopted else []
    )  # fmt: skip
    weak = (
        _one("Proposals found no agreement.", f"{_titles(lost)}.", "Negotiation tactics")
        if len(lost) > len(adopted) else []
    )  # fmt: skip
    return strong, weak


def _titles(proposals: Sequence[r.Proposed]) -> str:
    return listed([f"“{one.title}” (turn {one.turn})" for one in proposals])
