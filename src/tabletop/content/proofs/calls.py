"""Cards that come only when other cards call them: one of those was dealt before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tabletop.content.proofs.board import same
from tabletop.content.proofs.ground import atoms
from tabletop.content.proofs.ranges import Goal
from tabletop.rules.tables import Node

Callers = dict[int, tuple[int, ...]]


def only_callers(weightless: Mapping[str, int], calls: Iterable[tuple[int, str]]) -> Callers:
    """For each card of weight 0 that cards alone call: those cards.  `calls`: caller (-1: an act) and called id."""
    found: dict[str, set[int]] = {}
    for caller, called in calls:
        found.setdefault(called, set()).add(caller)
    return {
        weightless[called]: tuple(sorted(callers - {weightless[called]}))
        for called, callers in found.items()
        if called in weightless and -1 not in callers
    }


def called_after(callers: Callers, looked_at: frozenset[Node], free: frozenset[Node]) -> list[Goal]:
    """What cards that are looked at tell of those that call them; nothing about a `free` quantity."""
    found: list[Goal] = []
    todo = {atom[2] for atom in looked_at if atom[0] == "card"} if callers else set()
    seen = set(todo)
    while todo:
        card = todo.pop()
        if card not in callers:
            continue
        before = callers[card]
        fact: Node = ("or", ("not", ("card", "dealt", card)), *(("card", "dealt", caller) for caller in before))
        if not atoms(fact) & free:
            found.append((same(fact), True))
        todo |= set(before) - seen
        seen |= set(before)
    return found
