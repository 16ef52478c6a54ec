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
    from tabletop.game.choice import Choice
    from tabletop.session.daily import Daily
    from tabletop.session.records import Book


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored game as a list shows it."""

    id: str
    title: str
    seat: str
    where: str
    playable: bool
    problem: str = ""
    daily: str = ""
    """The date whose game of the day it is."""
    classroom: str = ""
    """The class that it belongs to."""


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
        facts: dict[str, Any] = {"skill": wish.skill}
        if Path(wish.campaign).exists():
            facts["source"] = str(Path(wish.campaign).absolute())
        if wish.daily:
            facts["daily"] = wish.daily
        elif wish.seed is not None:
            facts["luck"] = "known"
        trouble = ""
        try:
            table = Table.new(campaign, seed, level=wish.level, people=people, npc=npc, store=Store(), facts=facts)
        except (StorageError, TabletopError) as error:
            if isinstance(error, UsageError) or not _is_storage(error):
                raise
            table = Table.new(campaign, seed, level=wish.level, people=people, npc=npc)
            trouble = f"This game is not kept: {error.message}"
        return self._sit(Sitting(table, wish, fresh=True, trouble=trouble))

    def watch(
        self, name: str, seed: int, level: str | None, minds: Mapping[str, str], facts: Mapping[str, Any]
    ) -> Sitting:
        """A game that `minds` (by member) play to its end, here and now, and that is kept.

        It can be looked at turn by turn, and gone on with from any of them. Raises `TabletopError`; a store that
        refuses does not stop it, it is told.
        """
        from tabletop.session import Store, Table

        table = Table.new(self.campaign(name), seed, level=level, npc=minds)
        while not table.game.over:
            table.resolve()
        source = {"source": str(Path(name).absolute())} if Path(name).exists() else {}
        trouble = ""
        try:
            table.journal = Store().create(table.game, npc=table.npc, facts={"luck": "known", **source, **facts})
        except TabletopError as error:
            if not _is_storage(error):
                raise
            trouble = f"This game is not kept: {error.message}"
        game = table.game
        wish = Wish(name, (), game.level.word, game.seed)
        return self._sit(Sitting(table, wish, fresh=False, trouble=trouble))

    def begin_named(self, name: str) -> Sitting:
        """A new game of a campaign as its author proposes it."""
        return self.begin(Wish(name))

    def today(self) -> Daily | None:
        """The game of the day; None where no campaign came with the program."""
        from tabletop.content.library import find_campaigns, shipped
        from tabletop.session import daily

        ours = shipped()
        names = [card.id for card in find_campaigns(()) if card.path.is_relative_to(ours) and card.level != "basics"]
        return daily.daily(daily.today(), names) if names else None

    def begin_today(self) -> Sitting:
        """The game of the day, or where it stopped. Raises `TabletopError`."""
        day = self.today()
        if day is None:
            raise TabletopError(
                "There is no game of the day: no campaign came with the program.", "tabletop play CAMPAIGN plays one."
            )
        begun = next((one for one in self.stored() if one.daily == day.date and one.playable), None)
        if begun is not None:
            return self.resume(begun.id)
        return self.begin(Wish(day.campaign, (), day.level, day.seed, "normal", day.date))

    def records(self) -> Book:
        """What was played to its end. Raises `TabletopError`."""
        from tabletop.session import records

        try:
            return records.read()
        except OSError as error:
            raise TabletopError(
                f"The records cannot be read: {error.strerror or error}.", f"Look at {records.place()}."
            ) from error

    def resume(self, name: str = "") -> Sitting:
        """A stored game, where it stopped; the latest without a name. Raises `SessionError` and its kinds.

        A game of a class is its host's to play: it is refused, and when it is over it can only be looked at.
        """
        from tabletop.session import Store, Table
        from tabletop.session.classes import class_of, to_look_at

        store, library = Store(), list(self.library)
        name = name or store.latest()
        classroom = class_of(store, name)
        if classroom:
            table = to_look_at(store, name, classroom, library)
        else:
            table = Table.resume(name, store=store, library=library)
        game = table.game
        facts = table.journal.facts() if table.journal is not None else {}
        wish = Wish(game.campaign.id, game.people, game.level.word, None, str(facts.get("skill", "normal")))
        sitting = Sitting(table, wish, fresh=game.turn == 1 and not game.sealed)
        if classroom:
            sitting.trouble = "This is a class's game, to look at: nothing that you do here is stored."
        sitting.catch_up()
        sitting.record()
        return self._sit(sitting)

    def fork(self, sitting: Sitting, turn: int, otherwise: tuple[str, Choice] | None = None) -> Sitting:
        """A new game that goes on from the beginning of `turn`; the old one stays as it is.

        `otherwise` is a seat and what it chooses in that turn; by default all choose again.
        Raises `UsageError` for a turn that it does not have. A store that refuses does not stop it, it is told.
        """
        from tabletop.session import Store

        # A game of computer players alone is gone on with by somebody.
        people = sitting.people or (otherwise[:1] if otherwise else proposed(sitting.game.campaign, 1))
        try:
            fresh = sitting.branch(turn, Store(), people)
        except TabletopError as error:
            if isinstance(error, UsageError) or not _is_storage(error):
                raise
            fresh = sitting.branch(turn, None, people)
            fresh.trouble = f"This game is not kept: {error.message}"
        if otherwise is not None:
            fresh.begin_with(*otherwise)
        return self._sit(fresh)

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
    elif summary.classroom and not summary.outcome:
        where = f"{where}, of a class"
    playable = summary.state == "fine" and not summary.outcome and not summary.classroom
    return Stored(
        summary.id,
        summary.title or summary.id,
        seats,
        f"{where}{f' · {day}' if day else ''}",
        playable,
        summary.problem,
        summary.daily,
        summary.classroom,
    )
