"""What happens in a turn besides choosing: pledges, lines in public, the facilitator's cards and overruled numbers.

`verify` says whether a step is possible at the table; `take` carries it out on an open turn.  On another board than
that of the game, where a story is told otherwise, `take` does what is still possible and leaves the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import UsageError
from tabletop.game.commands import Command
from tabletop.game.errors import Illegal, Malformed
from tabletop.game.heard import Listener
from tabletop.game.position import Audited, OpenTurn, Overruled, Pledge
from tabletop.game.stepdata import step_data
from tabletop.game.units import shown, unit
from tabletop.rules import Record as Ledger
from tabletop.rules import State, Tables, adjust, optional
from tabletop.rules.adjust import ADJUSTABLE, Adjustable
from tabletop.rules.optional import OPTIONS
from tabletop.rules.vocabulary import UNIT, Strategy
from tabletop.rules.witness import Witness

if TYPE_CHECKING:
    from tabletop.game.game import Game

_WANTS = {"pledge": "pledges", "stand": "public-line"}


def known_options(names: Iterable[str]) -> tuple[str, ...]:
    """Optional rules in their fixed order; raises `UsageError` for one that does not exist."""
    wanted = tuple(names)
    for name in wanted:
        if name not in OPTIONS:
            near = did_you_mean(name, OPTIONS)
            raise UsageError(f"There is no optional rule “{shorten(name)}”.", near[:1].upper() + near[1:])
    return tuple(name for name in OPTIONS if name in wanted)


# ---------------------------------------------------------------- may it be done


def verify(game: Game, command: Command, place: str) -> None:
    """Raise `Malformed` or `Illegal` unless a step can be taken now; the game goes on and the turn is this one."""
    data = step_data(command.kind, command.data, place)

    def refuse(thing: str, message: str, next_step: str) -> NoReturn:
        raise Illegal(message, next_step, thing=thing, place=place)

    wanted = _WANTS.get(command.kind)
    if wanted is None:
        if command.by not in ("facilitator", "script"):
            what = "puts a card on the table" if command.kind == "inject" else "overrules a number"
            refuse("by", f"Only the facilitator {what}.", "Ask the facilitator.")
        (_check_inject if command.kind == "inject" else _check_overrule)(game, command, data, refuse)
        return
    if wanted not in game.optional:
        what = "pledges" if command.kind == "pledge" else "lines taken in public"
        refuse(command.kind, f"This game is played without {what}.", f"Begin one with the optional rule “{wanted}”.")
    if not command.seat:
        refuse("seat", f"The {command.kind} belongs to no seat.", f"Name one of: {', '.join(game.seats)}.")
    if command.by == "person" and command.seat not in game.people:
        refuse("seat", f"No person plays {command.seat}.", f"People play: {', '.join(game.people) or 'nobody'}.")
    (_check_pledge if command.kind == "pledge" else _check_stand)(game, command, data, refuse)


def _check_pledge(game: Game, command: Command, data: dict[str, Any], refuse: Any) -> None:
    turn, seat = game.open_turn, command.seat
    if seat in turn.pledges:
        refuse("pledge", f"{seat} has pledged itself this turn.", "Keep it or break it; the next turn brings another.")
    if seat in turn.choices:
        refuse("pledge", f"{seat} has sealed its choice: a pledge comes before it.", "Take the choice back first.")
    if data["strategy"] == "hold":
        if data["card"] is not None:
            refuse("card", "Who pledges to hold names no crisis.", "Leave the card out.")
        return
    table = [crisis.card for crisis in game.options(seat).crises]
    if data["card"] not in table:
        known = f"On the table: {', '.join(table)}." if table else "No crisis is open: pledge to hold."
        card = data["card"] or ""
        refuse("card", f"“{shorten(card)}” is not on the table." if card else "The pledge names no crisis.", known)


def _check_stand(game: Game, command: Command, data: dict[str, Any], refuse: Any) -> None:
    turn, seat = game.open_turn, command.seat
    if seat in turn.stood:
        refuse("stand", f"{seat} has taken its line in public this turn.", "Once a turn is all.")
    means = int(game.board.means[game.seats.index(seat), 0])
    if means < optional.LINE_MEANS:
        refuse("means", f"{seat} has {shown(means):g} means, and a line in public costs 1.", "Hold to gather means.")
    sealed = turn.choices.get(seat)
    if sealed is not None and (means - optional.LINE_MEANS) // UNIT < sealed.effort:
        refuse("means", f"{seat} needs its means for the effort that it has sealed.", "Seal a smaller effort first.")


def _check_inject(game: Game, command: Command, data: dict[str, Any], refuse: Any) -> None:
    card, ids = data["card"], game.tables.cards.ids
    if card not in ids:
        near = did_you_mean(card, ids)
        refuse("card", f"The deck has no card “{shorten(card)}”.", near[:1].upper() + near[1:] or "Look at the deck.")
    number = ids.index(card)
    if (game.board.card[:, 0] == number).any():
        refuse("card", f"The card “{card}” lies on the table.", "Put another one there.")
    if number in game.open_turn.waits:
        refuse("card", f"The card “{card}” waits for a free place.", "It comes first in the next turn that has one.")


def _check_overrule(game: Game, command: Command, data: dict[str, Any], refuse: Any) -> None:
    variable, who = data["variable"], data["who"]
    what = ADJUSTABLE[variable]
    if not command.why.strip():
        raise Malformed(
            "The overrule gives no reason.", "Everybody will read it: write it into “why”.", thing="why",
            place=f"overrule command, turn {command.turn}",
        )  # fmt: skip
    for name in who:
        known = game.seats if what.axis != "crisis" else tuple(c.card for c in game.options(game.seats[0]).crises)
        if name not in known:
            near = did_you_mean(name, known) if known else "no crisis is open."
            there = "on the table" if what.axis == "crisis" else "in this game"
            refuse("who", f"No “{shorten(name)}” is {there}.", near[:1].upper() + near[1:])
    if what.axis == "pair" and who[0] == who[1]:
        refuse("who", f"{who[0]} does not count its trust in itself.", "Name two members.")
    amount, index = _stored(variable, data["amount"]), _index(what, who, game.tables)
    if not amount or abs(amount - data["amount"] * unit(variable)) > 0.01:
        wrong = "The amount changes nothing." if not data["amount"] else f"{data['amount']:g} is too fine an amount."
        refuse("amount", wrong, f"“{variable}” is counted in steps of {1 / unit(variable):g}.")
    after = game.board.copy()
    if not adjust.overrule(after, variable, index, amount).any():
        edge = shown(what.high if amount > 0 else what.low) * UNIT / unit(variable)
        refuse("amount", f"“{variable}” is at its limit of {edge:g}.", "It cannot go further that way.")
    for seat, choice in game.open_turn.choices.items():
        if int(after.means[game.seats.index(seat), 0]) // UNIT < choice.effort:
            refuse("amount", f"{seat} has sealed an effort of {choice.effort} and needs its means for it.",
                   "Play the turn first, or take its choice back.")  # fmt: skip


# ---------------------------------------------------------------- doing it


def take(turn: OpenTurn, command: Command, tables: Tables) -> None:
    """Carry a step out on an open turn, as far as its board allows."""
    turn.keep_fresh()
    turn.steps += (command,)
    if command.kind == "pledge":
        turn.pledges[command.seat] = Pledge(command.seat, command.data["strategy"], command.data.get("card"))
        return
    before, board = turn.board, turn.board.copy()
    ledger = Ledger(list(turn.ledger.entries), turn.ledger.before)
    if command.kind == "stand":
        who = np.zeros((board.members, 1), bool)
        who[tables.alliance.ids.index(command.seat)] = True
        if (who & optional.may_take_line(board)).any():
            turn.stood += (command.seat,)
        optional.public_line(board, who, ledger)
    elif command.kind == "inject":
        _inject(turn, command, board, ledger, tables)
    else:
        _overrule(turn, command, board, ledger, tables)
    adjust.settled(board, tables, ledger, before, len(turn.ledger.entries))
    turn.board, turn.ledger = board, ledger


def _inject(turn: OpenTurn, command: Command, board: State, ledger: Ledger, tables: Tables) -> None:
    ids = tables.cards.ids
    number = ids.index(command.data["card"])
    waiting = waiting_of((*turn.waits, number))
    heard = turn.heard.copy()
    listener = Listener(tables, heard)
    laid = adjust.inject(board, tables, waiting, ledger, listener)
    came = tuple(ids[int(cards[0])] for _, cards in laid)
    listener.came(came)
    turn.heard, turn.waits = heard, numbers_of(waiting)
    turn.injected += came


def _overrule(turn: OpenTurn, command: Command, board: State, ledger: Ledger, tables: Tables) -> None:
    variable, who = command.data["variable"], command.data["who"]
    index = _index(ADJUSTABLE[variable], who, tables)
    changed = adjust.overrule(board, variable, index, _stored(variable, command.data["amount"]), ledger, command.why)
    if changed[0]:
        turn.overruled += (Overruled(variable, tuple(who), int(changed[0]) / unit(variable), command.why),)


def waiting_of(numbers: Sequence[int], games: int = 1) -> adjust.Waiting:
    """Cards that wait for a place, in every game of a batch."""
    return [(number, np.ones(games, bool)) for number in numbers]


def numbers_of(waiting: adjust.Waiting) -> tuple[int, ...]:
    """The cards that wait in a batch of one."""
    return tuple(number for number, _ in waiting)


def _stored(variable: str, amount: float) -> int:
    return round(amount * unit(variable))


def _index(what: Adjustable, who: Sequence[str], tables: Tables) -> tuple[int, ...]:
    names = tables.cards.ids if what.axis == "crisis" else tables.alliance.ids
    return tuple(names.index(name) for name in who)


# ---------------------------------------------------------------- in many games at once


def take_in_all(
    state: State, steps: Iterable[Command], waiting: adjust.Waiting, tables: Tables, witness: Witness | None = None
) -> None:  # fmt: skip
    """The facilitator's and the seats' steps of one turn on many open boards, in place."""
    changed = False
    for command in steps:
        if command.kind == "stand":
            who = np.zeros((state.members, state.games), bool)
            who[tables.alliance.ids.index(command.seat)] = True
            optional.public_line(state, who)
        elif command.kind == "inject":
            waiting += waiting_of([tables.cards.ids.index(command.data["card"])], state.games)
            adjust.inject(state, tables, waiting, None, witness)
        elif command.kind == "overrule":
            variable = command.data["variable"]
            index = _index(ADJUSTABLE[variable], command.data["who"], tables)
            adjust.overrule(state, variable, index, _stored(variable, command.data["amount"]))
        changed |= command.kind != "pledge"
    if changed:
        adjust.settled(state, tables)


def pledged(pledges: Iterable[Pledge], tables: Tables, games: int = 1) -> optional.Pledges | None:
    """Pledges of one turn as arrays, the same in every game; None where there are none."""
    found = tuple(pledges)
    if not found:
        return None
    arrays = optional.Pledges.none(len(tables.alliance.ids), games)
    for pledge in found:
        row = tables.alliance.ids.index(pledge.seat)
        arrays.strategy[row] = Strategy.of(pledge.strategy)
        arrays.card[row] = tables.cards.ids.index(pledge.card) if pledge.card in tables.cards.ids else -1
    return arrays


def judged(turn: OpenTurn, tables: Tables) -> tuple[Pledge, ...]:
    """The turn's pledges with what became of them, once everybody has chosen."""
    lie = {tables.cards.ids[card] for card in turn.board.card[:, 0].tolist() if card >= 0}
    told = []
    for seat, pledge in turn.pledges.items():
        choice = turn.choices[seat]
        binds = pledge.strategy == "hold" or pledge.card in lie
        kept = (choice.strategy, choice.card) == (pledge.strategy, pledge.card)
        told.append(replace(pledge, kept=kept if binds else None))
    return tuple(told)


def audit(board: State, tables: Tables) -> tuple[Audited, ...]:
    """Everybody's share of the burden beside the fair one (O3), who bears most first."""
    burden, fair = board.burden[:, 0].tolist(), tables.alliance.capability[:, 0].tolist()
    total = max(1, sum(burden))
    rows = [
        Audited(seat, shown(10000 * own // total), shown(int(share)))
        for seat, own, share in zip(tables.alliance.ids, burden, fair, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.share - row.fair), row.seat)))
