"""One game at the table, as the faces see it: views to show, and the few things that can be done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tabletop.session.wish import Wish

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import Played, SeatView
    from tabletop.rules.registry import Rule
    from tabletop.session.table import Table


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
