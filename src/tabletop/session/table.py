"""A game with people and minds at the table, and a journal under it.

Every command goes the same way: checked, stored, and only then done.  What a screen has been told has happened is on
the disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError
from tabletop.game.choice import Choice, from_choices, to_choices
from tabletop.game.commands import Command
from tabletop.game.game import Game
from tabletop.game.records import Record
from tabletop.game.saves import check_header, fits, restore
from tabletop.session.errors import StorageError
from tabletop.session.store import Store, progress

if TYPE_CHECKING:
    from pathlib import Path

    from tabletop.content.campaign import Campaign
    from tabletop.game.batchview import BatchView
    from tabletop.game.viewmodels import SeatView
    from tabletop.rules.vocabulary import Level
    from tabletop.session.journal import Journal


class Table:
    """One game being played.  Close it, or use it in a ``with``.

    `npc` gives the mind of every member that no person plays; by default each is played by its own character.
    """

    def __init__(self, game: Game, journal: Journal | None, npc: Mapping[str, str]) -> None:
        self.game = game
        self.journal = journal
        self.npc = {
            member.id: npc.get(member.id, member.character)
            for member in game.campaign.members
            if member.id not in game.people
        }

    @classmethod
    def new(
        cls, campaign: Campaign, seed: int, *, level: Level | str | None = None, people: Sequence[str] = (),
        npc: Mapping[str, str] | None = None, store: Store | None = None, facts: Mapping[str, Any] | None = None,
        optional: Iterable[str] = (),
    ) -> Table:  # fmt: skip
        """A new game.  With a `store` it is kept from the first moment; without, it is not kept at all.

        `optional` names the optional rules it is played with.
        `facts` are noted beside the session (``source``: where the campaign was loaded from).  Raises `StorageError`
        when the place refuses; play without a store then.
        """
        table = cls(Game.new(campaign, seed, level=level, people=people, optional=optional), None, npc or {})
        if store is not None:
            table.journal = store.create(table.game, npc=table.npc, facts=facts)
        return table

    @classmethod
    def resume(
        cls, name: str, *, store: Store | None = None, library: Sequence[Path] = (), campaign: Campaign | None = None
    ) -> Table:
        """Go on with a stored game where it stopped.

        Raises `SessionError` and its kinds, `tabletop.game.SaveError`, or `ContentError` when the campaign is gone.
        """
        journal = (store or Store()).open(name)
        try:
            header, rows = journal.header(), list(journal.rows())
            if campaign is None:
                campaign = campaign_of(header, journal.facts(), library)
            game = restore(header, [row.data() for row in rows], campaign)
        except BaseException:
            journal.close()
            raise
        npc = header.get("npc")
        return cls(game, journal, known_minds(npc if isinstance(npc, dict) else {}))

    @property
    def name(self) -> str:
        """The session's id; "" for a game that is not kept."""
        return self.journal.name if self.journal else ""

    @property
    def waiting(self) -> tuple[str, ...]:
        """People who have not chosen this turn."""
        return tuple(seat for seat in self.game.seats_to_choose() if seat in self.game.people)

    def view(self, seat: str) -> SeatView:
        """What a seat may see."""
        return self.game.view(seat)

    def do(self, *commands: Command, events: Sequence[Mapping[str, Any]] = ()) -> Record:
        """Check, store and carry out commands, in one piece; the record of the last.

        `events` are stored with them: what people in a class did that is no part of the game.

        Raises `Malformed` or `Illegal`, or `StorageError` when they could not be stored: then nothing has happened.
        """
        self._rehearse(commands)
        if self.journal is not None:
            self.journal.append([command.as_json() for command in commands], events=events)
        records = [self.game.apply(command) for command in commands]
        return records[-1]

    def choose(self, seat: str, choice: Choice, *, by: str = "person", why: str = "") -> Record:
        """Seal a seat's choice; an earlier one of this turn is replaced."""
        return self.do(Command.choose(seat, self.game.turn, choice, by, why))

    def resolve(self, *, by: str = "person") -> Record:
        """Let the minds choose for their seats and play the turn.  Raises `Illegal` while a person has not chosen."""
        resolve = Command("resolve", "", self.game.turn, {}, by)
        if self.waiting or self.game.over:
            self.game.verify(resolve)
        record = self.do(*self.minds_choose(), resolve)
        self._note_progress()
        return record

    def note(self, text: str, *, seat: str = "", by: str = "person") -> Record:
        """Keep a remark."""
        return self.do(Command.parse(Command("note", seat, self.game.turn, {"text": text}, by).as_json()))

    def undo(self, *, seat: str = "", by: str = "person") -> Record:
        """Take back the last decision (see `Game.undo`)."""
        return self._turned(self.game.undo_command(seat=seat, by=by))

    def take_back(self) -> Record:
        """The facilitator opens a turn again (see `Game.take_back_command`)."""
        return self._turned(self.game.take_back_command())

    def redo(self, *, seat: str = "", by: str = "person") -> Record:
        """Bring back what the last undo took."""
        return self._turned(Command("redo", seat, self.game.turn, {}, by))

    def fork(self, turn: int, *, store: Store | None = None, people: Sequence[str] | None = None) -> Table:
        """A new table that is the same up to the beginning of `turn`; `people` as in `Game.fork`."""
        table = Table(self.game.fork(turn, people), None, self.npc)
        if store is not None:
            facts = {"forked": [self.name, turn], **({"source": s} if (s := self._source()) else {})}
            table.journal = store.create(table.game, npc=table.npc, facts=facts)
        return table

    def minds_choose(self) -> list[Command]:
        """The choices of the empty seats, as commands that have not been carried out."""
        empty = [seat for seat in self.game.seats_to_choose() if seat not in self.game.people]
        return mind_choices(self.game, {seat: self.npc[seat] for seat in empty})

    def close(self) -> None:
        """Let go of the journal."""
        if self.journal is not None:
            self.journal.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rehearse(self, commands: Sequence[Command]) -> None:
        """Check commands that follow each other before any of them is stored.

        Several at once are only ever choices and the resolve that ends them; a choice does not hinder the next.
        """
        for command in commands[:-1]:
            self.game.verify(command)
        last = commands[-1]
        chosen = {command.seat for command in commands[:-1] if command.kind == "choose"}
        if (
            last.kind != "resolve"
            or set(self.game.seats_to_choose()) - chosen
            or self.game.over
            or last.turn != self.game.turn
        ):
            self.game.verify(last)

    def _turned(self, command: Command) -> Record:
        """Carry out a command after which another turn may be the present one."""
        record = self.do(command)
        self._note_progress()
        return record

    def _note_progress(self) -> None:
        if self.journal is not None:
            # For lists only: the turn itself is stored, so a disk that is full by now takes nothing away.
            with contextlib.suppress(StorageError):
                self.journal.append([], progress(self.game))

    def _source(self) -> Any:
        return self.journal.facts().get("source") if self.journal is not None else None


def campaign_of(header: Mapping[str, Any], facts: Mapping[str, Any], library: Sequence[Path] = ()) -> Campaign:
    """The campaign of a stored game: in the library, or where it lay when the game began."""
    from pathlib import Path as File

    from tabletop.content import load_campaign
    from tabletop.content.problems import ContentError

    check_header(header)
    name, source = str(header.get("campaign", "")), facts.get("source")
    candidates: list[str] = [name, *([source] if isinstance(source, str) and source and File(source).exists() else [])]
    failed: ContentError | None = None
    near = None
    for candidate in candidates:
        try:
            found = load_campaign(candidate, library=library)
        except ContentError as error:
            failed = error
            continue
        if found.digest == header.get("digest"):
            return found
        # One that differs in words alone before one that was only the first to be found.
        if near is None or (fits(header, found) and not fits(header, near)):
            near = found
    if near is not None:
        return near
    assert failed is not None
    raise failed


def known_minds(npc: Mapping[object, object]) -> dict[str, str]:
    """The minds of a stored game that this machine has; the others' seats fall to their members' own characters.

    A game that was played with somebody's plug-in can so be gone on with elsewhere.
    """
    from tabletop.minds import find

    known = {}
    for seat, name in npc.items():
        with contextlib.suppress(TabletopError):
            find(str(name))
            known[str(seat)] = str(name)
    return known


def mind_choices(game: Game, minds: Mapping[str, str], *, reasons: bool = True) -> list[Command]:
    """What minds choose for seats (member id to mind's name) this turn, as commands by ``npc:NAME``.

    Raises `UsageError` for a mind that does not exist.
    """
    if not minds or game.over:
        return []
    from tabletop.game.batchview import BatchView
    from tabletop.minds import MindLuck, find

    board = game.board
    seen, luck = BatchView.of(board, game.tables), MindLuck.of(board.seed, game.turn)
    chosen: dict[str, list[Choice]] = {}
    for name in dict.fromkeys(minds.values()):
        chosen[name] = from_choices(find(name)(seen, luck), board, game.tables)
    commands = []
    for seat, name in minds.items():
        choice = chosen[name][game.seats.index(seat)]
        why = _reason(game, seat, name, seen, chosen[name]) if reasons else ""
        commands.append(Command.choose(seat, game.turn, choice, f"npc:{name}", why))
    return commands


def _reason(game: Game, seat: str, mind: str, seen: BatchView, chosen: Sequence[Choice]) -> str:
    """Why a mind chose as it did, in a sentence that everybody may read once the choices are opened.

    It rests on what the seat may see and on what the mind had everybody do, never on what others have sealed.
    """
    from tabletop.minds import explain

    board, deck = game.board, game.campaign.deck
    cards = [game.tables.cards.ids[card] if card >= 0 else "" for card in board.card[:, 0].tolist()]
    return explain(
        mind, seen, to_choices(chosen, board, game.tables), game.seats.index(seat),
        names=[member.name for member in game.campaign.members], outside=game.campaign.outside.name,
        titles=[deck[card].title if card else "" for card in cards],
    )  # fmt: skip
