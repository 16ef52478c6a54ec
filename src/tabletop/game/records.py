"""What happened: the frozen answer to every accepted command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tabletop.game import steering
from tabletop.game.choice import WITH_CLAUSE, Choice, to_choices
from tabletop.game.commands import Command
from tabletop.game.heard import Heard, Listener
from tabletop.game.position import OpenTurn, Overruled, Pledge
from tabletop.game.units import ledger_amount, shown
from tabletop.rules import Outcomes, State, Tables, open_turn, resolve
from tabletop.rules import Record as Ledger
from tabletop.rules.choices import proposed_clause
from tabletop.rules.ledger import Entry
from tabletop.rules.scorecard import grade, outcome
from tabletop.rules.state import VARIABLES
from tabletop.rules.vocabulary import Clause, Domain, Strategy


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """One negotiation: who acted together on a crisis, and what came of it."""

    card: str
    strategy: str
    members: tuple[str, ...]
    """Who acted; for a one-sided bilateral the proposer alone."""
    target: str | None
    """Partner of a bilateral: a member's id or "outside"."""
    tactics: dict[str, str]
    """By member."""
    clause: str | None
    """Of bilaterals and summits: the first member's."""
    effort: dict[str, int]
    """By member."""
    tried: bool
    """False for a summit of one: consultation, nothing can come of it."""
    score: float
    """Points: the sum of the terms."""
    chance: float
    """Percent."""
    die: float | None
    """Percent; a success is a die below the chance.  None where none was rolled."""
    success: bool
    terms: dict[str, float]
    """Points by name, those that are not zero."""
    answered: bool | None = None
    """Of a confidence measure that succeeded abroad: whether the outside party answered.  Where it did not, the measure
    counts as a failure at its crisis.  None for every other negotiation."""

    @property
    def took_hold(self) -> bool:
        """Whether it counts as a success at its crisis: it succeeded, and was answered where that is asked for."""
        return self.success and self.answered is not False


@dataclass(frozen=True, slots=True)
class CardMove:
    """Where a crisis stood on the ladder before and after the turn."""

    card: str
    before: int
    after: int
    end: str
    """"" while it goes on, else "resolved" or "outbreak"."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One term of one change, in the unit people see; the rows of a variable sum to its change over the turn."""

    rule: str
    variable: str
    who: tuple[str, ...]
    """Members: () for the region or a crisis, (i,) of i, (i, j) i's trust in j."""
    amount: float
    why: str
    card: str = ""
    """The crisis, where the variable is one of a crisis."""
    opening: bool = False
    """It came when the turn was opened, before anybody chose: a new crisis, a new act."""

    def as_json(self) -> dict[str, Any]:
        row: dict[str, Any] = {
            "rule": self.rule, "variable": self.variable, "who": list(self.who), "amount": self.amount, "why": self.why,
        }  # fmt: skip
        return {**row, "card": self.card} if self.card else row


@dataclass(frozen=True, slots=True)
class Resolution:
    """A turn that has been played."""

    turn: int
    act: str
    dealt: tuple[str, ...]
    """Cards that came on the table when the turn was opened."""
    choices: dict[str, Choice]
    """The opened choices, by member."""
    by: dict[str, str]
    """Who chose for each member."""
    groups: tuple[GroupOutcome, ...]
    moves: tuple[CardMove, ...]
    ledger: tuple[LedgerRow, ...]
    """From the end of the turn before to the end of this one."""
    entries: tuple[Entry, ...]
    """The same in the rules' own whole numbers."""
    cohesion: float
    stability: float
    outcome: str
    """"" while the game goes on, else win, draw, cohesion-collapse or stability-collapse."""
    reasons: dict[str, str] = field(default_factory=dict)
    """What each mind that chose said of its reasons, a sentence each, by member."""
    came: dict[str, str] = field(default_factory=dict)
    """The author's reason for each card of `dealt` that was queued, where there is one."""
    way: str = ""
    """The author's reason why the act began, in its first turn."""
    heard: Heard = field(default_factory=Heard)
    """What the author gave as reasons for things to come: secret until they come."""
    pledges: tuple[Pledge, ...] = ()
    """What was announced, and whether it was kept (rule O1)."""
    stood: tuple[str, ...] = ()
    """Members that took a line in public (rule O2)."""
    overruled: tuple[Overruled, ...] = ()
    """Numbers that the facilitator changed before the choices were opened."""
    injected: tuple[str, ...] = ()
    """Cards of `dealt` that the facilitator put on the table."""
    steps: tuple[Command, ...] = ()
    """The commands behind these, in order."""
    waits: tuple[int, ...] = ()
    """The facilitator's cards that still wait for a place, by number: secret until they come."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one command did."""

    number: int
    """Its place in the game's list of commands, from 0."""
    command: Command
    turn: int
    """The turn being played afterwards."""
    before: str
    """State hash of the board before."""
    after: str
    """State hash of the board after."""
    resolution: Resolution | None = None
    """The turn that was played (resolve; redo of one)."""
    dealt: tuple[str, ...] = ()
    """Cards of the turn that was opened."""
    act: str = ""
    """The act that began with it, if one did."""
    ending: str = ""
    """The ending reached, by id, if the game is over."""
    outcome: str = ""
    grade: str = ""


def opened(state: State, tables: Tables, heard: Heard, way: str, waits: Sequence[int] = ()) -> OpenTurn:
    """The next turn, on a copy of the board; `heard` what was heard before, `way` why its act begins, if one does.

    `waits` are the facilitator's cards that come first, by number.
    """
    ledger, board, listener = Ledger(), state.copy(), Listener(tables, heard.copy())
    waiting = steering.waiting_of(waits)
    open_turn(board, tables, ledger, witness=listener, injected=waiting)
    here = dealt(board, tables)
    left = steering.numbers_of(waiting)
    injected = tuple(card for card in here if (n := tables.cards.ids.index(card)) in waits and n not in left)
    return OpenTurn(
        board.turn, board, ledger, came=listener.came(here), way=way, heard=listener.heard, waits=left,
        injected=injected,
    )  # fmt: skip


def play(turn: OpenTurn, tables: Tables) -> tuple[State, Resolution]:
    """Resolve a turn whose seats have all chosen: the board after it, and what happened."""
    board, after = turn.board, turn.board.copy()
    ledger = Ledger(list(turn.ledger.entries), turn.ledger.before)
    seats = tables.alliance.ids
    chosen = [turn.choices.get(seat) for seat in seats]
    heard = turn.heard.copy()
    pledges = steering.pledged(turn.pledges.values(), tables)
    outcomes = resolve(
        after, to_choices(chosen, board, tables), tables, ledger, witness=Listener(tables, heard), pledges=pledges
    )
    over = int(after.over[0])
    cohesion, stability = int(after.cohesion[0]), int(after.stability[0])
    resolution = Resolution(
        turn=turn.number,
        act=tables.acts[int(board.act[0])].id,
        dealt=dealt(board, tables),
        choices={seat: turn.choices[seat] for seat in seats},
        by={seat: turn.by[seat] for seat in seats},
        groups=groups(outcomes, turn.choices, board, tables),
        moves=_moves(board, after, tables),
        ledger=(
            *ledger_rows(ledger.entries[: len(turn.ledger.entries)], board, tables, opening=True),
            *ledger_rows(ledger.entries[len(turn.ledger.entries) :], board, tables),
        ),
        entries=tuple(ledger.entries),
        cohesion=shown(cohesion),
        stability=shown(stability),
        outcome=outcome(over, cohesion, stability, int(tables.book.pass_mark)) if over else "",
        reasons={seat: turn.why[seat] for seat in seats if turn.why.get(seat)},
        came=turn.came,
        way=turn.way,
        heard=heard,
        pledges=steering.judged(turn, tables),
        stood=turn.stood,
        overruled=turn.overruled,
        injected=turn.injected,
        steps=turn.steps,
        waits=turn.waits,
    )
    return after, resolution


def dealt(board: State, tables: Tables) -> tuple[str, ...]:
    """Ids of the cards that came on the table when the turn was opened, by slot."""
    slots = range(board.card.shape[0])
    new = [s for s in slots if board.card[s, 0] >= 0 and board.since[s, 0] == board.turn]
    return tuple(tables.cards.ids[int(board.card[s, 0])] for s in new)


def final_grade(state: State) -> str:
    """The grade of a game that is over, A to F."""
    return grade(int(state.over[0]), int(state.cohesion[0]), int(state.stability[0]))


def groups(outcomes: Outcomes, choices: dict[str, Choice], board: State, tables: Tables) -> tuple[GroupOutcome, ...]:
    """The negotiations of one game, each once, in the order of their first members."""
    seats = tables.alliance.ids
    leads = outcomes.lead[:, 0].tolist()
    found = []
    for i, seat in enumerate(seats):
        if outcomes.strategy[i, 0] == 0 or leads[i] != i:
            continue
        members = tuple(name for k, name in enumerate(seats) if outcomes.strategy[k, 0] and leads[k] == i)
        own = choices[seat]
        clause = own.clause or Clause(int(proposed_clause(board)[i, 0])).word if tables.book.clauses else "consult"
        die = int(outcomes.die[i, 0])
        found.append(GroupOutcome(
            card=tables.cards.ids[int(board.card[int(outcomes.slot[i, 0]), 0])],
            strategy=own.strategy,
            members=members,
            target=own.target,
            tactics={name: choices[name].tactic or "interest" for name in members},
            clause=clause if own.strategy in WITH_CLAUSE else None,
            effort={name: choices[name].effort for name in members},
            tried=bool(outcomes.tried[i, 0]),
            score=shown(int(outcomes.score[i, 0])),
            chance=shown(int(outcomes.chance[i, 0])),
            die=shown(die) if die >= 0 else None,
            success=bool(outcomes.success[i, 0]),
            terms={name: shown(int(value[i, 0])) for name, value in outcomes.terms.items() if value[i, 0]},
            answered=_answered(outcomes, board, tables, i),
        ))  # fmt: skip
    return tuple(found)


def _answered(outcomes: Outcomes, board: State, tables: Tables, i: int) -> bool | None:
    """Whether the outside party answered a measure that succeeded; what it would have done else is its secret."""
    card = int(board.card[int(outcomes.slot[i, 0]), 0])
    asked = outcomes.strategy[i, 0] == Strategy.CONFIDENCE and tables.cards.domain[card] == Domain.EXTERNAL
    if outcomes.answered is None or not asked or not outcomes.success[i, 0]:
        return None
    return bool(outcomes.answered[i, 0])


def _moves(board: State, after: State, tables: Tables) -> tuple[CardMove, ...]:
    moves = []
    for slot, card in enumerate(board.card[:, 0].tolist()):
        if card < 0:
            continue
        before = int(board.escalation[slot, 0])
        if after.card[slot, 0] == card:
            moves.append(CardMove(tables.cards.ids[card], before, int(after.escalation[slot, 0]), ""))
        else:
            broke = after.ended[card, 0] == 2
            moves.append(
                CardMove(tables.cards.ids[card], before, 6 if broke else 0, "outbreak" if broke else "resolved")
            )
    return tuple(moves)


def ledger_rows(
    entries: Sequence[Entry], board: State, tables: Tables, *, opening: bool = False
) -> tuple[LedgerRow, ...]:
    """Terms of the rules in the units people see; `board` is the one on which the turn was opened."""
    return tuple(_row(entry, board, tables, opening) for entry in entries)


def _row(entry: Entry, board: State, tables: Tables, opening: bool) -> LedgerRow:
    of_crisis = VARIABLES[entry.variable].shape.startswith("C")
    card = entry.card if entry.card >= 0 or not of_crisis else int(board.card[entry.who[0], 0])
    return LedgerRow(
        rule=entry.rule,
        variable=entry.variable,
        who=() if of_crisis else tuple(tables.alliance.ids[k] for k in entry.who),
        amount=ledger_amount(entry.variable, entry.amount),
        why=entry.why,
        card=tables.cards.ids[card] if card >= 0 else "",
        opening=opening,
    )
