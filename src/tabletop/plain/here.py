"""What one person has before them: the game, whose turn it is, the move in the making, and the list shown last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import TabletopError
from tabletop.plain.keyboard import Keyboard
from tabletop.plain.paper import Paper
from tabletop.telling.moves import Unclear, any_of, numbered, plain_name
from tabletop.telling.sentences import Names, names_of
from tabletop.telling.worth import companions

if TYPE_CHECKING:
    from tabletop.game.advice import Forecast
    from tabletop.game.choice import Choice
    from tabletop.game.viewmodels import CrisisFacts, SeatView
    from tabletop.session.desk import Desk
    from tabletop.session.sitting import Sitting

T = TypeVar("T")


class Puzzled(Exception):
    """What was typed makes no sense here; the text says what would."""


class Next(Enum):
    """What follows a command: by default the next one."""

    PLAYED = "played"
    """The move is sealed."""
    CHANGED = "changed"
    """The game stands elsewhere: taken back, or brought back."""
    OTHER = "other"
    """Another game takes its place; `Here.sitting` is it."""
    LEAVE = "leave"
    """Back to where the game was opened."""
    QUIT = "quit"
    """The end of the program."""
    NEW = "new"


@dataclass
class Here:
    """One sitting, as the seat whose turn it is has it before it."""

    desk: Desk
    sitting: Sitting
    paper: Paper
    keyboard: Keyboard
    seat: str = "room"
    draft: Choice | None = None
    """The move that is chosen and not yet sealed."""
    listed: Callable[[int], Any] | None = None
    """What a bare number means: it belongs to the list that was shown last."""
    film: int = 0
    """The turn that `history` shows."""
    curtain: bool = True
    """Empty lines between two people."""
    words: Callable[[], Sequence[Any]] | None = None
    """The commands that can be said now, where they are others than at a table of one's own."""
    elsewhen: frozenset[str] = frozenset()
    """Words that can be said at other times."""
    seals: str = "seal seals it."
    """What to do with a move that is chosen."""
    _view: SeatView | None = None
    _worth: dict[Any, Forecast | None] = field(default_factory=dict)

    def sit(self, seat: str) -> None:
        """Another seat, or another turn: nothing of the one before is kept."""
        self.seat, self.draft, self.listed = seat, None, None
        self.fresh()

    def fresh(self) -> None:
        """The game has changed."""
        self._view = None
        self._worth.clear()

    @property
    def view(self) -> SeatView:
        """What the seat may see."""
        if self._view is None:
            self._view = self.sitting.view(self.seat)
        return self._view

    @property
    def past(self) -> str:
        """Who looks back: at a shared screen everybody together."""
        return "room" if self.sitting.shared else self.seat

    @property
    def names(self) -> Names:
        return names_of(self.view, self.sitting.card_title, self.sitting.rule_title)

    def worth(self, choice: Choice, others: tuple[str, ...] | None = None) -> Forecast | None:
        """The forecast of a choice; None where it is not possible now."""
        assumed = companions(self.view, choice) if others is None else others
        if (choice, assumed) not in self._worth:
            try:
                self._worth[choice, assumed] = self.sitting.forecast(self.seat, choice, assumed)
            except TabletopError:
                self._worth[choice, assumed] = None
        return self._worth[choice, assumed]

    # ------------------------------------------------------------------ words that name something

    def member(self, word: str) -> str:
        """The member that a word or a number means; raises `Puzzled`."""
        members = self.view.members
        if word.isdecimal():
            return members[self.place(word, len(members), "member")].seat
        if word.lower() in ("me", "i", "own") and self.view.me is not None:
            return self.seat
        known = {name: member.seat for member in members for name in (member.name, member.seat, member.short)}
        return pick(word, known, "member")

    def members_in(self, words: Sequence[str]) -> list[str]:
        """The members that words name one after the other, names of several words too; raises `Puzzled`."""
        found: list[str] = []
        rest = list(words)
        whole = {plain_name(name): m.seat for m in self.view.members for name in (m.name, m.seat, m.short)}
        while rest:
            size = next((n for n in range(len(rest), 0, -1) if plain_name("".join(rest[:n])) in whole), 1)
            found.append(whole.get(plain_name("".join(rest[:size]))) or self.member(rest[0]))
            rest = rest[size:]
        return found

    def crisis(self, word: str) -> CrisisFacts:
        """The crisis that a number or the beginning of a title means; raises `Puzzled`."""
        crises = self.view.crises
        if not crises:
            raise Puzzled("No crisis is on the table.")
        if not word and len(crises) == 1:
            return crises[0]
        if not word:
            raise Puzzled(f"Which crisis? Give its number, from 1 to {len(crises)}.")
        if word.isdecimal():
            return crises[self.place(word, len(crises), "crisis")]
        known = {name: crisis for crisis in crises for name in (crisis.title, crisis.card)}
        return pick(word, known, "crisis")

    @staticmethod
    def place(word: str, most: int, what: str) -> int:
        """The place in a list, from 0, of a number from 1; raises `Puzzled`."""
        try:
            return numbered(word, most, what)
        except Unclear as unclear:
            raise Puzzled(unclear.message) from None


def pick(word: str, known: dict[str, T], what: str) -> T:
    """The one thing that a word names: exactly, or as the beginning of a single one; raises `Puzzled`."""
    wanted = plain_name(word)
    exact = [thing for name, thing in known.items() if plain_name(name) == wanted]
    if exact:
        return exact[0]
    begun: dict[str, T] = {}
    for name, thing in known.items():
        if wanted and plain_name(name).startswith(wanted) and not any(thing is other for other in begun.values()):
            begun[name] = thing
    if len(begun) == 1:
        return next(iter(begun.values()))
    if begun:
        raise Puzzled(f"“{shorten(word)}” can mean {any_of(list(begun))}. Type more letters.")
    near = did_you_mean(word, known)
    raise Puzzled(f"There is no {what} “{shorten(word)}”. {near[:1].upper()}{near[1:]}")
