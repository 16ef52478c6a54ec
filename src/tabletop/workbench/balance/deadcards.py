"""Cards that came in no game: dead, rare, or kept for other levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.lab.study import Tally
from tabletop.rules.vocabulary import Level
from tabletop.workbench.balance import rows
from tabletop.workbench.balance.measure import Laboratory

WALKS = 900
"""Aimed walks that look for a card before it is called dead."""


@dataclass(frozen=True, slots=True)
class Dead:
    """A card that came in no game at this level."""

    card: str
    level: str = ""
    """Another level at which it comes."""
    seed: int = -1
    """Of an aimed walk that reached it, -1 for none."""
    hint: str = "look at its condition, its acts and who calls it; tabletop check --walk tells how near a game came"


def dead_cards(lab: Laboratory, census: Mapping[str, Tally]) -> list[Dead]:
    """Cards that no game of any mind dealt, each with what other levels and aimed walks say."""
    ids = lab.tables.cards.ids
    never = [k for k in range(len(ids)) if not any(rows.of(tally, "dealt")[k] for tally in census.values())]
    if not never:
        return []
    elsewhere: dict[int, str] = {}
    for level in Level:
        if level != lab.ground.level and len(elsewhere) < len(never):
            dealt = rows.of(lab.elsewhere(level.word), "dealt")
            for card in never:
                if dealt[card]:
                    elsewhere.setdefault(card, level.word)
    rest = [card for card in never if card not in elsewhere]
    walked, why = _walked(lab, rest)
    return [
        Dead(ids[card], elsewhere.get(card, ""), walked.get(card, -1), *([why[card]] if card in why else []))
        for card in never
    ]


def _walked(lab: Laboratory, wanted: list[int]) -> tuple[dict[int, int], dict[int, str]]:
    """Seeds of walks that reached cards, by card; and of the others what was missing."""
    if not wanted:
        return {}, {}
    from tabletop.workbench.walks import Results, Search, ground

    reached, why = {}, {}
    results = Results(Search(ground(lab.plan.campaign, lab.plan.library, lab.ground.level.word), WALKS, 1).run())
    for row in results.of("card"):
        if row.target.card in wanted:
            if row.walk is not None:
                reached[row.target.card] = row.walk.seed
            elif row.found == "dead":
                why[row.target.card] = "its condition can be proved never to hold: mend or delete it"
            elif row.nearest is not None and row.nearest.missing:
                why[row.target.card] = f"what the nearest game missed: {'; '.join(row.nearest.missing)}"
    return reached, why
