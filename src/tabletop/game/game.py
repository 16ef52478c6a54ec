"""One game: content, seed and an append-only list of commands; everything else follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tabletop.content.text import clean, did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.game import steering
from tabletop.game.checks import no_seat, verify
from tabletop.game.choice import Choice, from_choices
from tabletop.game.commands import OWN, STEPS, Command
from tabletop.game.errors import GameError, Illegal, SaveError
from tabletop.game.heard import Heard
from tabletop.game.legal import Options, options
from tabletop.game.position import OpenTurn, state_hash
from tabletop.game.records import Record, Resolution, dealt, final_grade, opened, play
from tabletop.rules import RULES_VERSION, Choices, State, Tables, ending, start
from tabletop.rules.luck import game_key
from tabletop.rules.vocabulary import Level

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.game.viewmodels import CardHistory, SeatView

SEED_LIMIT = 1 << 64


class Game:
    """A game in progress, or one that has ended.

    Commands change it, through `apply` alone; each is checked first and either happens wholly or not at all.  A turn
    opens by itself at the start and after each ``resolve``.
    """

    def __init__(
        self, campaign: Campaign, seed: int, level: Level, people: Sequence[str], optional: Iterable[str] = (),
        numbers: Mapping[str, float] | None = None,
    ) -> None:  # fmt: skip
        if not 0 <= seed < SEED_LIMIT:
            raise UsageError(f"The seed {seed} is out of range.", "Use a whole number from 0 to 18446744073709551615.")
        self.campaign = campaign
        self.seed = seed
        self.level = level
        self.tables: Tables = campaign.tables(level, numbers)
        self.seats: tuple[str, ...] = self.tables.alliance.ids
        self.people: tuple[str, ...] = tuple(dict.fromkeys(people))
        for name in self.people:
            if name not in self.seats:
                near = did_you_mean(name, self.seats)
                raise UsageError(f"{campaign.title} has no member “{shorten(name)}”.", near[:1].upper() + near[1:])
        self.optional = steering.known_options(optional)
        """The optional rules it was begun with."""
        self._log: list[Command] = []
        self._live: list[int] = []
        self._undone: list[list[int]] = []
        self._turns: list[OpenTurn] = []
        self._played: list[Resolution] = []
        self._final: State | None = None
        self._hash = ""
        self.reworded = False  # True once restored on a campaign whose words, and no more, have changed since
        self._open(start(self.tables, np.array([game_key(seed)], np.uint64)), Heard())

    @classmethod
    def new(
        cls, campaign: Campaign, seed: int, *, level: Level | str | None = None, people: Sequence[str] = (),
        optional: Iterable[str] = (), numbers: Mapping[str, float] | None = None,
    ) -> Game:  # fmt: skip
        """A new game.  `level` by default the campaign's own; `people` are the members that people play, by id.

        `optional` names the optional rules it is played with (see `rules.optional`).  `numbers` are numbers of the
        model that are otherwise than the campaign's (as `Campaign.tables` takes them): such a game is looked at, not
        kept, for commands and campaign alone do not make it again.
        """
        chosen = campaign.level if level is None else level
        return cls(
            campaign, seed, chosen if isinstance(chosen, Level) else Level[chosen.upper()], people, optional, numbers
        )

    @classmethod
    def replay(
        cls, campaign: Campaign, seed: int, commands: Iterable[Command], *,
        level: Level | str | None = None, people: Sequence[str] = (), optional: Iterable[str] = (),
    ) -> Game:  # fmt: skip
        """The game that a list of commands makes.  Raises `SaveError` at the first that is not legal."""
        game = cls.new(campaign, seed, level=level, people=people, optional=optional)
        for number, command in enumerate(commands):
            try:
                game.apply(command)
            except GameError as error:
                raise SaveError(
                    f"Command {number} ({command.kind}, turn {command.turn}) does not follow from those before it: "
                    f"{error.message}",
                    "The list of commands is damaged, or belongs to another game.",
                ) from error
        return game

    # ---- where it stands

    @property
    def commands(self) -> tuple[Command, ...]:
        """Everything that was accepted, in order; nothing is ever taken out."""
        return tuple(self._log)

    @property
    def played(self) -> tuple[Resolution, ...]:
        """The turns that have been played, in order."""
        return tuple(self._played)

    @property
    def turn(self) -> int:
        """The turn being played; of a game that is over the last one."""
        return self._turns[-1].number

    @property
    def over(self) -> bool:
        return self._final is not None

    @property
    def board(self) -> State:
        """The state the seats look at: a batch of one, shared - do not change it."""
        return self._turns[-1].board if self._final is None else self._final

    @property
    def sealed(self) -> Mapping[str, Choice]:
        """The choices sealed so far this turn (the whole truth: screens get views)."""
        return dict(self._turns[-1].choices) if self._final is None else {}

    @property
    def state_hash(self) -> str:
        """Digest of the board; see `position.state_hash`."""
        if not self._hash:
            self._hash = state_hash(self.board)
        return self._hash

    @property
    def outcome(self) -> str:
        """ "" while it goes on, else win, draw, cohesion-collapse or stability-collapse."""
        return self._played[-1].outcome if self.over else ""

    @property
    def ending(self) -> str:
        """Id of the ending reached, "" while the game goes on."""
        if not self.over:
            return ""
        number = int(ending(self.board, self.tables)[0])
        return self.tables.endings[number].id if number >= 0 else ""

    def boards(self) -> list[State]:
        """The board at the start and at the end of every turn played: `boards()[k]` is after turn k."""
        found = [turn.before for turn in self._turns]
        return found if self._final is None else [*found, self._final]

    @property
    def open_turn(self) -> OpenTurn:
        """The turn being played, as it is kept (the whole truth: screens get views); do not change it."""
        return self._turns[-1]

    def opened(self, turn: int) -> OpenTurn:
        """A turn that was opened, 1 = the first; ``IndexError`` for another."""
        if not 1 <= turn <= len(self._turns):
            raise IndexError(f"turn {turn} has not been opened")
        return self._turns[turn - 1]

    @property
    def in_effect(self) -> tuple[int, ...]:
        """The numbers of the commands that are in effect, in order."""
        return tuple(self._live)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to bring back."""
        return bool(self._undone)

    def header(self) -> dict[str, Any]:
        """What a game is made of besides its commands; ``options`` are its optional rules, where it has some."""
        return {
            "campaign": self.campaign.id, "digest": self.campaign.digest, "level": self.level.word, "seed": self.seed,
            "people": list(self.people), "rules_version": RULES_VERSION, "rules_digest": self.campaign.rules_digest,
            **({"options": list(self.optional)} if self.optional else {}),
        }  # fmt: skip

    def view(self, seat: str | None = None) -> SeatView:
        """What a seat may see; "room" (or None) is what everybody may, "facilitator" everything."""
        from tabletop.game.view import ROOM, view

        return view(self, ROOM if seat is None else seat)

    def view_at(self, turn: int, seat: str | None = None) -> SeatView:
        """What a seat could see at the end of an earlier turn, 0 = the start; ``IndexError`` if it was not played."""
        from tabletop.game.view import ROOM, view_at

        return view_at(self, ROOM if seat is None else seat, turn)

    def card_history(self, card: str, seat: str | None = None) -> CardHistory:
        """What really happened, for a card that has left the table; `Illegal` before."""
        from tabletop.game.hindsight import card_history
        from tabletop.game.view import ROOM

        return card_history(self, card, ROOM if seat is None else seat)

    def options(self, seat: str) -> Options:
        """What a seat may choose now."""
        if seat not in self.seats:
            raise no_seat(self, seat, "options")
        return options(self.board, self.tables, seat)

    def seats_to_choose(self) -> tuple[str, ...]:
        """Members that have not sealed a choice this turn; none when the game is over."""
        return () if self.over else tuple(seat for seat in self.seats if seat not in self._turns[-1].choices)

    # ---- commands

    def can(self, command: Command) -> bool:
        """Whether `apply` would accept it."""
        try:
            self.verify(command)
        except GameError:
            return False
        return True

    def verify(self, command: Command) -> None:
        """Raise `Malformed` or `Illegal` unless the command can be applied now."""
        verify(self, command)

    def apply(self, command: Command) -> Record:
        """Check a command and carry it out; nothing happens when it is refused.

        Raises `Malformed` or `Illegal`.
        """
        self.verify(command)
        before, number = self.state_hash, len(self._log)
        self._log.append(command)
        resolution = None
        if command.kind == "resolve" or command.kind in OWN | STEPS:
            self._undone.clear()
            resolution = self._carry_out(number)
        elif command.kind == "undo":
            self._take_back(int(command.data["command"]))
        elif command.kind == "redo":
            for earlier in self._undone.pop():
                resolution = self._carry_out(earlier) or resolution
        return self._record(number, command, before, resolution)

    def choose_many(
        self, choices: Choices, by: str | Mapping[str, str], *, seats: Sequence[str] | None = None,
        why: Mapping[str, str] | None = None,
    ) -> list[Command]:  # fmt: skip
        """The ``choose`` commands for a batch of one (arrays [N, 1]), for `seats` or for those still to choose.

        What the rules do not allow is turned into what they would read it as.  Nothing is applied.
        """
        words = from_choices(choices, self.board, self.tables)
        wanted = self.seats_to_choose() if seats is None else seats
        return [
            Command.choose(
                seat,
                self.turn,
                words[self.seats.index(seat)],
                by if isinstance(by, str) else by[seat],
                (why or {}).get(seat, ""),
            )
            for seat in wanted
        ]

    def note(self, text: str, *, seat: str = "", by: str = "person") -> Record:
        """Keep a remark."""
        return self.apply(Command("note", seat, self.turn, {"text": clean(text, lines=True)}, by))

    def undo(self, *, seat: str = "", by: str = "person") -> Record:
        """Take back the last decision: of `seat`, or of the person who plays, or else the last command."""
        return self.apply(self.undo_command(seat=seat, by=by))

    def undo_command(self, *, seat: str = "", by: str = "person") -> Command:
        """The command that `undo` applies.  Raises `Illegal` when nothing is left to take back."""
        who = seat or (self.people[0] if len(self.people) == 1 else "")
        own = [n for n in self._live if not who or (self._log[n].kind in OWN and self._log[n].seat == who)]
        if not own:
            raise Illegal("There is nothing to take back.", "", thing="undo", place=f"turn {self.turn}")
        return Command("undo", seat, self.turn, {"command": own[-1]}, by)

    def take_back_command(self) -> Command:
        """The facilitator's undo: all choices of this turn or, when none is sealed, the whole last turn.

        Raises `Illegal` when nothing has been chosen yet.
        """
        chosen = [n for n in self._live if self._log[n].kind == "choose"]
        if not chosen:
            raise Illegal("There is nothing to take back.", "", thing="undo", place=f"turn {self.turn}")
        turn = self._log[chosen[-1]].turn
        first = next(n for n in chosen if self._log[n].turn == turn)
        return Command("undo", "", self.turn, {"command": first}, "facilitator")

    def redo(self, *, seat: str = "", by: str = "person") -> Record:
        """Bring back what the last undo took."""
        return self.apply(Command("redo", seat, self.turn, {}, by))

    def fork(self, turn: int, people: Sequence[str] | None = None) -> Game:
        """A new game that is the same up to the beginning of `turn` (1 = from the start), played on by `people`:
        by default those who play this one."""
        if not 1 <= turn <= self.turn:
            raise UsageError(f"There is no turn {turn} to go on from.", f"The game has turns 1 to {self.turn}.")
        who = self.people if people is None else people
        return Game.replay(
            self.campaign, self.seed, self.until(turn), level=self.level, people=who, optional=self.optional
        )

    def until(self, turn: int) -> list[Command]:
        """The commands in effect before `turn` began, without those that were taken back."""
        live = set(self._live)
        return [c for n, c in enumerate(self._log) if c.turn < turn and (n in live or c.kind == "note")]

    # ---- how

    def _open(self, state: State, heard: Heard, waits: Sequence[int] = ()) -> None:
        way = self.campaign.acts[heard.way[0]].next[heard.way[1]].why if heard.way is not None else None
        self._turns.append(opened(state, self.tables, heard, way or "", waits))

    def _carry_out(self, number: int) -> Resolution | None:
        command = self._log[number]
        self._live.append(number)
        now = self._turns[-1]
        if command.kind != "resolve":
            self._place(now, command)
            return None
        after, resolution = play(now, self.tables)
        self._played.append(resolution)
        self._hash = ""
        if resolution.outcome:
            self._final = after
        else:
            self._open(after, resolution.heard, resolution.waits)
        return resolution

    def _place(self, turn: OpenTurn, command: Command) -> None:
        """A choice, or a step, on an open turn."""
        if command.kind == "choose":
            turn.seal(command)
        else:
            steering.take(turn, command, self.tables)
            self._hash = ""

    def _take_back(self, number: int) -> None:
        place = self._live.index(number)
        self._undone.append(self._live[place:])
        del self._live[place:]
        turn = self._log[number].turn
        self._final, self._hash = None, ""
        del self._turns[turn:], self._played[turn - 1 :]
        now = self._turns[-1]
        now.unseal()
        for earlier in (self._log[n] for n in self._live):
            if earlier.turn == turn:
                self._place(now, earlier)

    def _record(self, number: int, command: Command, before: str, resolution: Resolution | None) -> Record:
        record = Record(number, command, self.turn, before, self.state_hash, resolution)
        if resolution is None:
            return record
        if self.over:
            return replace(record, ending=self.ending, outcome=self.outcome, grade=final_grade(self.board))
        begun = self.board.act_since[0] == self.turn
        act = self.tables.acts[int(self.board.act[0])].id if begun else ""
        return replace(record, dealt=dealt(self.board, self.tables), act=act)
