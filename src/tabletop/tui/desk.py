"""What the screens ask of the game. Everything heavy is imported here, when it is first asked for, off the first paint.

A `Desk` finds campaigns and stored games and opens them; a `Sitting` is one game at the table.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.content.library import CampaignCard
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import Played, SeatView
    from tabletop.rules.registry import Rule
    from tabletop.session.table import Table


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored game as a list shows it."""

    id: str
    title: str
    seat: str
    where: str
    playable: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to play."""

    campaign: str
    people: tuple[str, ...] = ()
    """Members that people play; none: the campaign's own proposal for one person."""
    level: str | None = None
    seed: int | None = None
    skill: str = "normal"


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


class Sitting:
    """One game at the table: views for the screens, and the few things that can be done."""

    def __init__(self, table: Table, wish: Wish, *, fresh: bool, trouble: str = "") -> None:
        self._table = table
        self.wish = wish
        self.fresh = fresh
        """True while the first turn has not been played: the story has yet to be told."""
        self.trouble = trouble
        """Why the game is not kept, if it is not."""

    @property
    def people(self) -> tuple[str, ...]:
        """Members that people play, in the order in which they choose."""
        return self._table.game.people

    @property
    def shared(self) -> bool:
        """Several people at one screen."""
        return len(self.people) > 1

    @property
    def over(self) -> bool:
        return self._table.game.over

    @property
    def turn(self) -> int:
        return self._table.game.turn

    @property
    def waiting(self) -> tuple[str, ...]:
        """People who have not chosen yet, in order."""
        return tuple(seat for seat in self.people if seat in self._table.waiting)

    @property
    def kept(self) -> bool:
        """Whether every choice is stored."""
        return self._table.journal is not None

    def view(self, seat: str) -> SeatView:
        """What a seat may see; "room" is what everybody may."""
        return self._table.view(seat)

    def forecast(self, seat: str, choice: Choice, companions: Iterable[str] = ()) -> Forecast:
        """What a choice would be worth, if the companions do the same. Raises `Illegal`."""
        from tabletop.game.advice import odds

        return odds(self._table.game, seat, choice, tuple(companions))

    def seal(self, seat: str, choice: Choice) -> bool:
        """Store a choice; when everybody has chosen, the turn is played. True when it was.

        Raises `GameError`, or `StorageError` when it could not be stored: then nothing has happened.
        """
        self._table.choose(seat, choice)
        return self.catch_up()

    def catch_up(self) -> bool:
        """Play the turn if nobody is waited for."""
        if self.over or self._table.waiting or not self.people:
            return False
        self._table.resolve()
        self.fresh = False
        return True

    def undo(self) -> None:
        """Take back the last turn, or what was sealed in this one. Raises `Illegal` when there is nothing."""
        self._table.undo(seat=self.people[0])

    def played(self, turn: int, seat: str) -> Played:
        """A turn that was played, as a seat may see it."""
        from tabletop.game.view import played

        return played(self._table.game, seat, turn)

    def turns_played(self) -> int:
        return len(self._table.game.played)

    def card_title(self, card: str) -> str:
        """A card's title, by id."""
        found = self._table.game.campaign.deck.get(card)
        return found.title if found else card

    def questions(self) -> list[str]:
        """The discussion questions of the cards that came, the latest card first; for after the game."""
        deck = self._table.game.campaign.deck
        dealt = [card for turn in reversed(self._table.game.played) for card in turn.dealt]
        return [question for card in dict.fromkeys(dealt) if card in deck for question in deck[card].discuss]

    def rule(self, name: str) -> Rule | None:
        """What a rule says, by id."""
        from tabletop.rules.registry import REGISTRY

        return REGISTRY.get(name)

    def rule_title(self, name: str) -> str:
        """A rule's title in the middle of a sentence."""
        found = self.rule(name)
        if found is None:
            return name
        title = found.title
        return title if title[:2].isupper() else title[:1].lower() + title[1:]

    def formula(self, name: str) -> str:
        """A rule's formula with the numbers of this game."""
        from tabletop.rules.registry import formula_of

        return formula_of(name, self._table.game.tables.book) if self.rule(name) else ""

    def again(self) -> Wish:
        """The same game once more, with the same luck; it may be asked for when the game is over."""
        game = self._table.game
        return Wish(self.wish.campaign, game.people, game.level.word, game.seed, self.wish.skill)

    def close(self) -> None:
        self._table.close()


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
