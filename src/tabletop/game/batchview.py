"""What the seats of many games may know, as arrays: the batch form of `view`.

A mind decides for every seat of every game at once, so it is handed everything that is public, and beside it what
each seat alone owns, in a row of its own.  Nothing else is here: no seed, no order of the deck, no queue, no flags.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from tabletop.rules.arithmetic import pick
from tabletop.rules.arrays import Ints
from tabletop.rules.state import VARIABLES, State
from tabletop.rules.tables import Tables

if TYPE_CHECKING:
    from tabletop.rules.parameters import Rulebook

UNKNOWN_GREED: Final = 45
"""What a hidden rival counts for: the middle between the two types."""

PUBLIC: Final = frozenset(name for name, variable in VARIABLES.items() if variable.see == "public")
"""Fields of the state that everybody may see; whatever is not declared public is not among them."""

_DERIVED: Final = frozenset({"turn", "members", "games", "running"})


def rival_seen(state: State, tables: Tables) -> npt.NDArray[np.bool_]:
    """[B] where the outside party's type is known to all: shown by the rules, or learnt well enough."""
    if tables.rival.shown or tables.book.rival_shown:
        return np.ones(state.games, bool)
    return state.known >= tables.book.known_enough


def blank_secrets(state: State, greed: Ints) -> State:
    """The state with everything that is not public blanked, in read-only views: the rules' functions can read it.

    `greed` [B] takes the place of the rival's true type.
    """
    shown: dict[str, Any] = {"turn": state.turn, "seed": _still(np.zeros(state.games, np.uint64))}
    for name in VARIABLES:
        value = getattr(state, name)
        if name in PUBLIC:
            shown[name] = _still(value.view())
        elif name == "greed":
            shown[name] = _still(np.array(greed, value.dtype))
        else:
            shown[name] = np.broadcast_to(value.dtype.type(-1 if name == "order" else 0), value.shape)
    return State(**shown)


def _still(array: Any) -> Any:
    array.flags.writeable = False
    return array


@dataclass(frozen=True, slots=True)
class BatchView:
    """B games as their N seats may see them.

    Every public field of `State` is an attribute under its own name (``view.trust`` [N, N, B], ``view.card`` [C, B],
    ...), and so are ``turn``, ``members``, ``games`` and ``running``.  All arrays are read-only.  C crisis slots; the
    games are the last axis.
    """

    book: Rulebook
    """The parameters, which everybody may read."""
    domain: Ints
    """[C, B] domain of each slot's card (any value where the slot is empty)."""
    pips: Ints
    """[5, C, B] the features printed on it, 0..4, in the order of `Feature`."""
    human: Ints
    """[C, B] its human cost, 0..4."""
    capability: Ints
    """[N, 1|B] shares in ten-thousandths."""
    exposure: Ints
    """[N, 1|B] 0..100."""
    election: Ints
    """[N, 1|B] turn of the first election, 0 = never."""
    weights: Ints
    """[N, 4, B] secret weights of the four goals in percent.  Row i belongs to seat i: no other seat's choice may
    depend on it."""
    greed_seen: Ints
    """[B] the rival's type 0..100 where it is known, else `UNKNOWN_GREED`."""
    turns_left: Ints
    """[B] turns left in this act, this one included."""
    _state: State
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What a mind has worked out from it, for the next mind at the same table."""

    @classmethod
    def of(cls, state: State, tables: Tables) -> BatchView:
        """What may be seen of `state`; cheap (views, no copies of the big arrays)."""
        cards, alliance = tables.cards, tables.alliance
        greed = np.asarray(pick(rival_seen(state, tables), state.greed, UNKNOWN_GREED), np.int32)
        turns = np.array([act.turns for act in tables.acts], np.int32)
        shape = (alliance.size, 4, state.games)
        return cls(
            book=tables.book,
            domain=_still(cards.domain.take(state.card, mode="clip")),
            pips=_still(cards.pips.T.take(np.maximum(state.card, 0), axis=1)),
            human=_still(cards.human.take(state.card, mode="clip")),
            capability=_still(alliance.capability.view()),
            exposure=_still(alliance.exposure.view()),
            election=_still(alliance.election.view()),
            weights=_still(np.broadcast_to(alliance.weights, shape).view()),
            greed_seen=_still(greed),
            turns_left=_still((turns.take(state.act, mode="clip") - (state.turn - state.act_since)).astype(np.int32)),
            _state=blank_secrets(state, greed),
        )

    def public_state(self) -> State:
        """A `State` for functions of the rules that want one; its secrets are blanked (seed 0, greed as seen)."""
        return self._state

    def __getattr__(self, name: str) -> Any:
        if name in PUBLIC or name in _DERIVED:
            return getattr(self._state, name)
        if name in VARIABLES or name == "seed":
            raise AttributeError(f"{name} is secret: no seat may see it")
        raise AttributeError(f"BatchView has no {name}")


_TAKEN = {f.name for f in fields(BatchView)} & (PUBLIC | _DERIVED)
assert not _TAKEN, f"names used twice: {_TAKEN}"
