"""What the faces ask for. Everything heavy is imported here, when it is first asked for, off the first paint.

A `Desk` finds campaigns and stored games and opens them.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError, UsageError
from tabletop.session.sitting import Sitting
from tabletop.session.wish import Wish

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored game as a list shows it."""

    id: str
    title: str
    seat: str
    where: str
    playable: bool
    problem: str = ""


@dataclass
class Desk:
    """The way from the screens to content and sessions."""

    library: Sequence[Path] = ()
    _open: list[Sitting] = field(default_factory=list)
    _known: dict[str, Campaign] = field(default_factory=dict)

    def cards(self) -> list[CampaignCard]:
        """All campaigns; their headings only."""
        from tabletop.content import find_campaigns

        return find_campaigns(self.library)

    def campaign(self, name: str) -> Campaign:
        """A campaign by id or path, read once. Raises `ContentError`."""
        if name not in self._known:
            from tabletop.content import load_campaign

            self._known[name] = load_campaign(name, library=self.library)
        return self._known[name]

    def stored(self) -> list[Stored]:
        """Stored games, the latest first."""
        from tabletop.session import Store

        return [_stored(summary) for summary in Store().list()]

    def begin(self, wish: Wish) -> Sitting:
        """A new game. Raises `TabletopError`; a store that refuses does not stop the game, it is told."""
        from tabletop.session import StorageError, Store, Table

        campaign = self.campaign(wish.campaign)
        people = wish.people or proposed(campaign, 1)
        seed = secrets.randbelow(10**9) if wish.seed is None else wish.seed
        npc = minds(campaign, people, wish.skill)
        facts = {"source": str(Path(wish.campaign).absolute())} if Path(wish.campaign).exists() else {}
        trouble = ""
        try:
            table = Table.new(campaign, seed, level=wish.level, people=people, npc=npc, store=Store(), facts=facts)
        except (StorageError, TabletopError) as error:
            if isinstance(error, UsageError) or not _is_storage(error):
                raise
            table = Table.new(campaign, seed, level=wish.level, people=people, npc=npc)
            trouble = f"This game is not kept: {error.message}"
        return self._sit(Sitting(table, wish, fresh=True, trouble=trouble))

    def begin_named(self, name: str) -> Sitting:
        """A new game of a campaign as its author proposes it."""
        return self.begin(Wish(name))

    def resume(self, name: str = "") -> Sitting:
        """A stored game, where it stopped; the latest without a name. Raises `SessionError` and its kinds."""
        from tabletop.session import Store, Table

        store = Store()
        table = Table.resume(name or store.latest(), store=store, library=list(self.library))
        game = table.game
        wish = Wish(game.campaign.id, game.people, game.level.word, None)
        sitting = Sitting(table, wish, fresh=game.turn == 1 and not game.sealed)
        sitting.catch_up()
        return self._sit(sitting)

    def delete(self, name: str) -> None:
        """Remove a stored game."""
        from tabletop.session import Store

        Store().delete(name)

    def close(self) -> None:
        """Let go of every open game."""
        for sitting in self._open:
            sitting.close()
        self._open.clear()

    def _sit(self, sitting: Sitting) -> Sitting:
        self._open.append(sitting)
        return sitting


def proposed(campaign: Campaign, people: int) -> tuple[str, ...]:
    """The seats that the author proposes for so many people, else the first ones."""
    for variant in campaign.variants:
        if variant.people == people:
            return tuple(variant.play)
    return tuple(member.id for member in campaign.members[:people])


def minds(campaign: Campaign, people: Sequence[str], skill: str) -> Mapping[str, str]:
    """Who plays the empty seats: at "normal" each member's own character."""
    empty = [member.id for member in campaign.members if member.id not in people]
    if skill == "easy":
        return {seat: ("greedy", "random")[number % 2] for number, seat in enumerate(empty)}
    if skill == "hard":
        return dict.fromkeys(empty, "thoughtful")
    return {}


def _is_storage(error: TabletopError) -> bool:
    from tabletop.paths import NoHomeError
    from tabletop.session import StorageError

    return isinstance(error, StorageError | NoHomeError)


def _stored(summary: Any) -> Stored:
    seats = ", ".join(name.replace("-", " ").title() for name in summary.people)
    day = summary.updated[:10]
    where = f"over: {summary.outcome}" if summary.outcome else f"turn {summary.turn}"
    if summary.problem:
        where = "damaged"
    elif summary.state != "fine":
        where = f"{where}, open elsewhere"
    playable = summary.state == "fine" and not summary.outcome
    return Stored(
        summary.id,
        summary.title or summary.id,
        seats,
        f"{where}{f' · {day}' if day else ''}",
        playable,
        summary.problem,
    )
