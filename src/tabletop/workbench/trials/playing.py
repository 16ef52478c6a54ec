"""The games of one test: its board made, its choices put into everybody's hands, every board kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from tabletop.content.campaign import Campaign
from tabletop.content.compile import hundredths
from tabletop.content.trials.loading import Prepared
from tabletop.content.trials.models import Doing, Given
from tabletop.game.batchview import BatchView
from tabletop.minds import MindLuck, find
from tabletop.minds.seating import Mind, seated
from tabletop.rules import Choices, State, Tables, open_turn, resolve, start
from tabletop.rules.choices import allowed
from tabletop.rules.luck import game_key
from tabletop.rules.negotiate import Outcomes
from tabletop.rules.vocabulary import OUTSIDE, Clause, Level, Strategy, Tactic

_FIRST = (np.int64(1) << np.int64(62)) - np.int64(4096)
"""The largest dealing key that luck can give; queued cards still come before."""


@dataclass(slots=True)
class Played:
    """What the games of a test came to; games last in every array."""

    tables: Tables
    seeds: tuple[int, ...]
    boards: list[State] = field(default_factory=list)
    """At the start, and after every turn."""
    turns: list[int] = field(default_factory=list)
    """The turn each board is the end of; the first is the one before the test begins."""
    done: dict[int, npt.NDArray[np.bool_]] = field(default_factory=dict)
    """For each entry of ``choose``: in which games it could be made, at least once."""

    @property
    def end(self) -> State:
        return self.boards[-1]

    def after(self, turn: int | None) -> State:
        """The boards after a turn; of games that ended before, as they ended."""
        if turn is None:
            return self.end
        fitting = [board for board, number in zip(self.boards, self.turns, strict=True) if number <= turn]
        return fitting[-1]


Watch = Callable[[State, Choices, Outcomes, State], None]
"""Told of every turn: the opened board, the choices as the rules read them, the results, the board after."""


def play(test: Prepared, seeds: tuple[int, ...] | None = None, watch: Watch | None = None) -> Played:
    """Play a test's games; raises `UsageError` for a mind that does not exist."""
    given, campaign = test.trial.given, test.campaign
    level = Level[(given.level or campaign.level).upper()]
    tables = _tables(campaign, level, given)
    mind = _mind(campaign, given)
    played = Played(tables, seeds or given.games)
    state = _start(campaign, given, tables, played.seeds)
    played.boards.append(state.copy())
    played.turns.append(state.turn)
    while state.running.any():
        open_turn(state, tables)
        choices = mind(BatchView.of(state, tables), MindLuck.of(state.seed, state.turn))
        _told(test, campaign, state, tables, choices, played)
        opened = state.copy() if watch is not None else None
        outcomes = resolve(state, choices, tables)
        if watch is not None and opened is not None:
            watch(opened, allowed(opened, choices, tables), outcomes, state)
        played.boards.append(state.copy())
        played.turns.append(state.turn)
    return played


def _tables(campaign: Campaign, level: Level, given: Given) -> Tables:
    """The campaign's tables, in which the card that comes first asks for nothing."""
    tables = campaign.tables(level)
    if given.card is None:
        return tables
    number = tables.cards.ids.index(given.card)
    when = tuple(None if k == number else node for k, node in enumerate(tables.cards.when))
    acts, weight = tables.cards.acts.copy(), tables.cards.weight.copy()
    acts[:, number] = True
    weight[number] = max(1, int(weight[number]))
    return replace(tables, cards=replace(tables.cards, when=when, acts=acts, weight=weight))


def _mind(campaign: Campaign, given: Given) -> Mind:
    if isinstance(given.minds, str):
        return find(given.minds)
    own = {campaign.member(seat): find(name) for seat, name in given.minds.items() if seat != "everyone"}
    return seated(own, find(given.minds.get("everyone", "thoughtful")))


def _start(campaign: Campaign, given: Given, tables: Tables, seeds: tuple[int, ...]) -> State:
    state = start(tables, np.array([game_key(seed) for seed in seeds], np.uint64))
    state.turn = given.turn - 1
    state.act_since[:] = given.turn
    if given.act is not None:
        state.act[:] = [act.id for act in tables.acts].index(given.act)
    if given.card is not None:
        number = tables.cards.ids.index(given.card)
        state.order[number] = _FIRST | np.int64(number)
    for gauge, value in given.board.items():
        getattr(state, gauge)[:] = hundredths(value)
    for seat, at in given.members.items():
        for name, amount in at.model_dump(exclude_none=True).items():
            getattr(state, name)[campaign.member(seat)] = hundredths(amount)
    for pair in given.trust:
        ways = [pair.between, pair.between[::-1]] if pair.between else [(pair.from_, pair.to)]
        for one, other in ways:
            state.trust[campaign.member(str(one)), campaign.member(str(other))] = hundredths(pair.at)
    for flag in given.flags:
        state.flags[tables.flags.index(flag)] = True
    return state


def _told(test: Prepared, campaign: Campaign, state: State, tables: Tables, choices: Choices, played: Played) -> None:
    """Put the author's choices in the place of the minds', and note where they were possible."""
    for index, choosing in enumerate(test.trial.choose):
        first, last = choosing.span
        if not first <= state.turn <= last:
            continue
        do = choosing.do
        seats = [campaign.member(seat) for seat in choosing.who] if choosing.who else list(range(state.members))
        if choosing.who is None and do.target is not None:
            seats = [seat for seat in seats if campaign.members[seat].id != do.target]
        wanted = _choices(do, campaign, state, tables, seats)
        fine = allowed(state, wanted, tables)
        possible = state.running.copy()
        for seat in seats:
            acting = (fine.strategy[seat] == wanted.strategy[seat]) & (
                wanted.strategy[seat] == Strategy.of(do.strategy)
            )
            possible &= acting & (fine.effort[seat] >= do.effort)
            for name in ("strategy", "slot", "tactic", "target", "clause", "effort"):
                # Where it is not possible the member's own mind goes on.
                mine = getattr(choices, name)
                mine[seat] = np.where(acting, getattr(wanted, name)[seat], mine[seat])
        played.done[index] = played.done.get(index, np.zeros(state.games, np.bool_)) | possible


def _choices(do: Doing, campaign: Campaign, state: State, tables: Tables, seats: list[int]) -> Choices:
    choices = Choices.hold(state.members, state.games)
    strategy = Strategy.of(do.strategy.upper())
    if strategy == Strategy.HOLD:
        return choices
    if do.card is not None:
        here = state.card == tables.cards.ids.index(do.card)
    else:
        since = np.where(state.card >= 0, state.since, -1)
        here = np.arange(len(state.card))[:, None] == since.argmax(axis=0)
        here &= state.card >= 0
    there, slot = here.any(axis=0), here.argmax(axis=0).astype(np.int32)
    for seat in seats:
        choices.strategy[seat], choices.slot[seat] = np.where(there, strategy, Strategy.HOLD), slot
        choices.tactic[seat] = Tactic.of((do.tactic or "interest").upper())
        choices.clause[seat] = Clause.of((do.clause or "consult").upper())
        choices.effort[seat] = do.effort
        if do.target is not None:
            choices.target[seat] = OUTSIDE if do.target == "outside" else campaign.member(do.target)
    return choices
