"""A turn, from the deal to the board: the order in which the rules act."""

from __future__ import annotations

from tabletop.rules import effects, ladder, optional, politics, region, solidarity, story, treaty, trust
from tabletop.rules.adjust import Waiting, lay_injected
from tabletop.rules.arithmetic import pick
from tabletop.rules.arrays import Ints
from tabletop.rules.attribution import explain_indices
from tabletop.rules.choices import Choices, allowed
from tabletop.rules.context import Turn
from tabletop.rules.deal import deal
from tabletop.rules.indices import update_indices
from tabletop.rules.ledger import Changes, Record
from tabletop.rules.negotiate import Outcomes, crisis_keys, group, negotiate, turn_keys
from tabletop.rules.state import State
from tabletop.rules.tables import Tables
from tabletop.rules.vocabulary import Over
from tabletop.rules.witness import Witness

STEPS = (
    effects.answer,
    effects.agree_clauses,
    effects.group_trust,
    effects.at_home,
    effects.summit,
    effects.confidence,
    effects.track2,
    effects.learn,
    effects.bilateral,
    solidarity.side_deals,
    solidarity.absentees,
    effects.leaks,
    solidarity.abandonment,
    solidarity.quarrels,
    solidarity.free_riding,
    solidarity.resentment,
    effects.steps,
    ladder.climb_down_and_up,
    ladder.consequences,
    story.card_effects,
    ladder.clear_table,
    region.headlines,
    treaty.advance,
    trust.settle_trust,
    region.means_and_burden,
    region.common_line,
    politics.public_opinion,
    politics.elections,
    region.arms_and_tension,
)
"""What happens once the sealed choices are opened, in order."""


def open_turn(
    state: State, tables: Tables, record: Record | None = None, *, witness: Witness | None = None,
    untouched: bool = False, injected: Waiting | None = None,
) -> None:  # fmt: skip
    """Begin a turn in place: act effects, then the deal.  Games that are over stay as they are.

    `untouched` says that the board is as `resolve` left it, which spares some work.  Cards that the facilitator has
    `injected` come first; the list keeps those for which there is still no place.
    """
    record = _kept(record, state)
    if record is not None:
        record.before = state.copy()
    state.turn += 1
    story.opening_effects(state, tables, None, record, witness)
    first = lay_injected(state, tables, injected, record) if injected else None
    dealt = deal(state, tables, turn_keys(state), record, witness, first)
    story.opening_effects(state, tables, dealt, record, witness)
    update_indices(state, tables, same_cohesion=untouched and not tables.effects)
    if record is not None and record.before is not None:
        explain_indices(record, record.before, tables)


def resolve(
    state: State, choices: Choices, tables: Tables, record: Record | None = None, *, forced: Ints | None = None,
    witness: Witness | None = None, pledges: optional.Pledges | None = None,
) -> Outcomes:  # fmt: skip
    """Open the sealed choices and play the turn to its end, in place.

    The state must have been opened by `open_turn`.  With a `record` (one game) every term of every chance and of
    every change is kept.  `forced` [N, B] overrules dice, to ask what would have been (see `negotiate`).  A `witness`
    is told of every condition that is read.  `pledges` are what members have announced (O1).  Returns what came of the
    negotiations.
    """
    record = _kept(record, state)
    board = state.copy() if record is not None and record.before is not None else None
    first = len(record.entries) if record is not None else 0
    chosen = allowed(state, choices, tables)
    groups = group(state, chosen, tables)
    luck = turn_keys(state)
    crises = crisis_keys(state, tables, luck)
    outcomes = negotiate(state, groups, tables, crises, {} if record is not None else None, forced)
    turn = Turn(state, tables, groups, outcomes, Changes(state, record), luck, crises, record, witness)
    if pledges is not None:
        optional.broken_pledges(turn, pledges)
    for step in STEPS:
        step(turn)
    finish_turn(state, tables, witness)
    if record is not None and board is not None:
        explain_indices(record, board, tables, first)
    return outcomes


def _kept(record: Record | None, state: State) -> Record | None:
    """A record is kept while its game runs."""
    return record if record is not None and state.running[0] else None


def finish_turn(state: State, tables: Tables, witness: Witness | None = None) -> None:
    """The board: indices, collapse (R16), the act that follows or the end."""
    book = tables.book
    running = state.running
    update_indices(state, tables)
    broken = running & (state.cohesion < book.cohesion_floor)
    war = running & (state.stability < book.stability_floor)
    nearer = state.cohesion * book.stability_floor < state.stability * book.cohesion_floor
    fallen = pick(war, Over.STABILITY_COLLAPSE.value, state.over)
    state.over = pick(broken & (~war | nearer), Over.COHESION_COLLAPSE.value, fallen)
    state.end_turn = pick(broken | war, state.turn, state.end_turn)
    story.next_act(state, tables, witness)


def odds(state: State, choices: Choices, tables: Tables) -> Outcomes:
    """The same negotiations as `resolve` would hold, with chances and terms but no dice; changes nothing."""
    chosen = allowed(state, choices, tables)
    return negotiate(state, group(state, chosen, tables), tables, None, {})
