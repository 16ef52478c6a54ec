"""Cards that came in no game: dead, rare, or kept for other levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tabletop.lab.study import NEVER, Tally
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
    game: int = 1
    """A game there in which it comes, by number."""
    mind: str = "thoughtful"
    """Who plays that game, or the walk; "" for a walk that was steered."""
    seed: int = -1
    """Of an aimed walk that reached it, -1 for none."""
    script: str = ""
    """The file of a steered walk, as `tabletop walk --script` names it."""
    hint: str = "look at its condition, its acts and who calls it; tabletop check --walk tells how near a game came"


def dead_cards(lab: Laboratory, census: Mapping[str, Tally]) -> list[Dead]:
    """Cards that no game of any mind dealt, each with what other levels and aimed walks say."""
    ids = lab.tables.cards.ids
    never = [k for k in range(len(ids)) if not any(rows.of(tally, "dealt")[k] for tally in census.values())]
    if not never:
        return []
    elsewhere: dict[int, Dead] = {}
    for level in Level:
        if level != lab.ground.level and len(elsewhere) < len(never):
            for mind, tally in lab.elsewhere(level.word).items():
                for card in never:
                    game = rows.first(tally, "dealt", card)
                    if game < NEVER:
                        elsewhere.setdefault(card, Dead(ids[card], level.word, game, mind))
    rest = [card for card in never if card not in elsewhere]
    walked = _walked(lab, rest)
    return [elsewhere.get(card) or walked.get(card) or Dead(ids[card]) for card in never]


def _walked(lab: Laboratory, wanted: list[int]) -> dict[int, Dead]:
    """What aimed walks say of cards: the walk that reached one, or what the nearest of them missed."""
    if not wanted:
        return {}
    from tabletop.workbench.walks import Results, Search, ground
    from tabletop.workbench.walks.results import file_of

    ids, found = lab.tables.cards.ids, {}
    results = Results(Search(ground(lab.plan.campaign, lab.plan.library, lab.ground.level.word), WALKS, 1).run())
    for row in results.of("card"):
        if row.target.card in wanted:
            card, walk = row.target.card, row.walk
            if walk is not None:
                found[card] = Dead(ids[card], mind=walk.mind, seed=walk.seed, script=file_of(walk))
            elif row.found == "dead":
                found[card] = Dead(ids[card], hint="its condition can be proved never to hold: mend or delete it")
            elif row.nearest is not None and row.nearest.missing:
                missed = f"what the nearest game missed: {'; '.join(row.nearest.missing)}"
                found[card] = Dead(ids[card], hint=missed)
    return found
