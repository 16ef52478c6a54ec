"""One game at the table, as the faces see it: views to show, and the few things that can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from tabletop.errors import TabletopError
from tabletop.session.wish import Wish

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.game import Game
    from tabletop.game.honours import Honour
    from tabletop.game.viewmodels import CardHistory, Played, SeatView
    from tabletop.lab.aftermath import Aftermath
    from tabletop.lab.coach import Lapse
    from tabletop.lab.whatif import Altered, WhatIf
    from tabletop.rules.registry import Rule
    from tabletop.session.foresight import Foresight
    from tabletop.session.store import Store
    from tabletop.session.table import Table

_REWORDED: Final = "The campaign's words have changed since this game began; its rules have not."


def questions_of(game: Game) -> list[str]:
    """The discussion questions of the cards that came, the latest card first; for after the game."""
    deck = game.campaign.deck
    dealt = [card for turn in reversed(game.played) for card in turn.dealt]
    return [question for card in dict.fromkeys(dealt) if card in deck for question in deck[card].discuss]


class Sitting:
    """One game at the table: views for the screens, and the few things that can be done."""

    def __init__(self, table: Table, wish: Wish, *, fresh: bool, trouble: str = "") -> None:
        self._table = table
        self.wish = wish
        self.fresh = fresh
        """True while the first turn has not been played: the story has yet to be told."""
        self.trouble = trouble
        """Why the game is not kept, if it is not."""
        self.notice = _REWORDED if table.game.reworded else ""
        """What a reader should know of a game that was taken up again; mostly nothing."""
        self.looked_at = False
        """A turn of another game, to look at and to reckon with."""
        self.played_on = False
        """The people were asked, and play a game on that is not kept."""
        self.unrecorded = ""
        """Why a game that has ended is not in the records, if it is not."""
        self._aftermath: tuple[int, Aftermath] | None = None
        self._lapses: dict[tuple[int, str], tuple[Lapse, ...]] = {}

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
    def name(self) -> str:
        """The stored game's id, as `tabletop resume` takes it; "" for a game that is not kept."""
        return self._table.name

    @property
    def kept(self) -> bool:
        """Whether every choice is stored; there is nothing to store of a turn that is only looked at."""
        return self._table.journal is not None or self.looked_at

    def view(self, seat: str) -> SeatView:
        """What a seat may see; "room" is what everybody may."""
        return self._table.view(seat)

    def view_at(self, turn: int, seat: str) -> SeatView:
        """The board at the end of an earlier turn (0 = the start), as a seat could see it; raises ``IndexError``."""
        return self._table.game.view_at(turn, seat)

    def card_history(self, card: str, seat: str) -> CardHistory:
        """What really happened, for a card that has left the table. Raises `Illegal` before."""
        return self._table.game.card_history(card, seat)

    def happened(self, turn: int, seat: str) -> list[CardHistory]:
        """What really happened, for the crises that left the table in a turn and whose author tells it."""
        found = [self.card_history(move.card, seat) for move in self.played(turn, seat).moves if move.end]
        return [history for history in found if history.happened]

    def branch(self, turn: int, store: Store | None, people: Sequence[str] | None = None) -> Sitting:
        """A new game, the same up to the beginning of `turn`; this one stays as it is.  `people` as in `Game.fork`.

        Raises `UsageError` for a turn that it does not have, `StorageError` when the store refuses.
        """
        table = self._table.fork(turn, store=store, people=people)
        return Sitting(table, self.wish, fresh=table.game.turn == 1)

    def then(self, turn: int) -> Sitting:
        """The table of a turn that was played, as it was before anybody chose; `Illegal` before the game is over."""
        self._must_be_over()
        table = self._table.fork(turn)
        found = Sitting(table, self.wish, fresh=False)
        found.looked_at = True
        return found

    def begin_with(self, seat: str, choice: Choice) -> None:
        """Seal a seat's choice in a game that goes on from another one, a computer player's, too.

        Where nobody is waited for then, the turn is played.  Raises as `seal` does.
        """
        if seat in self.people:
            self.seal(seat, choice)
        else:
            self._table.choose(seat, choice, by="script")

    def forecast(self, seat: str, choice: Choice, companions: Iterable[str] = ()) -> Forecast:
        """What a choice would be worth, if the companions do the same. Raises `Illegal`."""
        from tabletop.game.advice import odds

        return odds(self._table.game, seat, choice, tuple(companions))

    def foresight(self, seat: str, *, outlook: bool = True, coach: bool = True) -> Foresight:
        """The time to come as a seat may know it; it grows while it is asked. Raises `Illegal` after the end."""
        from tabletop.session.foresight import Foresight

        return Foresight(self._table.game, seat, outlook=outlook, coach=coach, npc=self.npc)

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
        self.record()
        return True

    def record(self) -> None:
        """Enter a game that is kept and has ended in the records, once; a place that refuses costs the record only."""
        journal = self._table.journal
        if not self.over or not self.people or journal is None:
            return
        from tabletop.session import records

        try:
            records.add(records.record_of(self._table.game, journal.name, journal.facts()))
        except (OSError, TabletopError) as error:
            self.unrecorded = f"This game is stored, but not entered in the records: {error}"

    def undo(self) -> None:
        """Take back the last turn, or what was sealed in this one. Raises `Illegal` when there is nothing.

        At a shared screen it is the facilitator who takes back: nobody undoes what others have chosen.
        """
        if not self.people:
            from tabletop.game.errors import Illegal

            raise Illegal(
                "Computer players played this game: nobody takes back their turns.",
                "Fork it, and play on from a turn.", thing="undo", place=f"turn {self.turn}",
            )  # fmt: skip
        if self.shared:
            self._table.take_back()
        else:
            self._table.undo(seat=self.people[0])

    def redo(self) -> None:
        """Bring back what the last undo took. Raises `Illegal` when there is nothing."""
        self._table.redo(seat="" if self.shared else self.people[0], by="facilitator" if self.shared else "person")

    def note(self, text: str) -> None:
        """Keep a facilitator's remark with the game. Raises `Malformed`, or `StorageError` when it was not stored."""
        self._table.note(text, by="facilitator")

    def notes(self) -> list[tuple[int, str, str]]:
        """Every remark: turn, member it belongs to ("" for the facilitator's), text."""
        return [(c.turn, c.seat, str(c.data["text"])) for c in self._table.game.commands if c.kind == "note"]

    def played(self, turn: int, seat: str) -> Played:
        """A turn that was played, as a seat may see it."""
        from tabletop.game.view import played

        return played(self._table.game, seat, turn)

    def turns_played(self) -> int:
        return len(self._table.game.played)

    def honours(self) -> tuple[Honour, ...]:
        """Every honour, with whether this game earned it and what it came to; none while the game goes on."""
        from tabletop.game.honours import honours

        return honours(self._table.game)

    def card_title(self, card: str) -> str:
        """A card's title, by id."""
        found = self._table.game.campaign.deck.get(card)
        return found.title if found else card

    def questions(self) -> list[str]:
        """The discussion questions of the cards that came, the latest card first; for after the game."""
        return questions_of(self._table.game)

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

    # ---- for what is kept after the game

    @property
    def game(self) -> Game:
        """The game itself, whole truth and all: for what is kept after the game, never for a screen in play."""
        return self._table.game

    @property
    def npc(self) -> Mapping[str, str]:
        """The mind of every seat that no person plays: for what is kept after the game."""
        return dict(self._table.npc)

    def aftermath(self) -> Aftermath:
        """Turning points, the fortune of the dice, and luck against judgement; reckoned once, in about a second.

        Raises `Illegal` before the end of the game.
        """
        from tabletop.lab.aftermath import aftermath

        # The list of commands only grows, so its length says whether the game is still the one that was looked at.
        now = len(self._table.game.commands)
        if self._aftermath is None or self._aftermath[0] != now:
            self._aftermath = (now, aftermath(self._table.game, self._table.npc))
        return self._aftermath[1]

    def lapses(self, seat: str) -> tuple[Lapse, ...]:
        """The choices of a seat that cost most; reckoned once, in a second or two. Raises `Illegal` before the end."""
        from tabletop.lab.coach import lapses

        key = (len(self._table.game.commands), seat)
        if key not in self._lapses:
            self._lapses[key] = lapses(self._table.game, self._table.npc, seat)
        return self._lapses[key]

    def whatif(self, changes: Sequence[Altered], numbers: Mapping[str, float] | None = None) -> WhatIf:
        """The game beside the one that would have been, on the same luck: other choices, other numbers of the model.

        Raises `Illegal` before the end of the game, for it shows cards and dice; and as `lab.whatif.whatif` does.
        """
        from tabletop.lab.whatif import whatif

        self._must_be_over()
        return whatif(self._table.game, self._table.npc, changes, numbers)

    def _must_be_over(self) -> None:
        from tabletop.game.errors import Illegal

        if not self.over:
            raise Illegal(
                "What would have been is told when the game is over: it would show what nobody may know yet.",
                "Play on, or go on from an earlier turn in a new game.", thing="whatif", place=f"turn {self.turn}",
            )  # fmt: skip

    def close(self) -> None:
        self._table.close()
