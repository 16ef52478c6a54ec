"""Why an index moved: each rule's share of the change of cohesion and stability, part by part.

The terms are applied to the board rule by rule, in the order in which the rules acted, and both indices are worked out
again after each.  The differences are the rules' shares: they sum exactly to the change.  It is done twice a turn, for
its opening and for what the choices brought: people look at the board in between, and its numbers are explained, too.
All steps are computed at once, as a batch with one "game" for each rule.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from tabletop.rules.arithmetic import ratio
from tabletop.rules.arrays import Ints
from tabletop.rules.indices import cohesion_parts, deterrence, stability_parts, weigh
from tabletop.rules.ledger import Entry, Record
from tabletop.rules.state import State
from tabletop.rules.tables import Tables

COHESION_PARTS: Final = ("trust", "equity", "common line", "domestic", "institutions")
STABILITY_PARTS: Final = ("calm", "crisis control", "deterrence", "legitimacy", "human security")

_INPUTS: Final = {
    "trust": 1, "burden": 1, "line": 1, "support": 1, "signed": 1, "agreements": 1, "stage": 1, "readiness": 1,
    "tension": 1, "escalation": 100, "legitimacy": 1, "harm": 1, "threat": 1,
}  # fmt: skip
"""What the indices are made of, and how many ledger units make one unit of the state."""


def explain_indices(record: Record, before: State, tables: Tables, first: int = 0) -> None:
    """Add to the record each rule's share of what the entries from `first` on did to both indices.

    `before` is the board on which those entries began to work.
    """
    entries = record.entries[first:]
    rules = list(dict.fromkeys(entry.rule for entry in entries if entry.variable in _INPUTS))
    steps = before.take(np.zeros(len(rules) + 1, np.intp))
    for entry in entries:
        if entry.variable in _INPUTS:
            after = slice(rules.index(entry.rule) + 1, None)
            values = getattr(steps, entry.variable)
            values[(*entry.who, after)] += entry.amount // _INPUTS[entry.variable]
    parts = cohesion_parts(steps, tables)
    cohesion = weigh(parts, tables.book.cohesion_weights)
    _shares(record, "cohesion", rules, parts, tables.book.cohesion_weights, COHESION_PARTS)
    calm = stability_parts(steps, deterrence(steps, cohesion, tables), tables)
    _shares(record, "stability", rules, calm, tables.book.stability_weights, STABILITY_PARTS)


def _shares(record: Record, index: str, rules: list[str], parts: Ints, weights: Ints, names: tuple[str, ...]) -> None:
    steps = (parts.astype(np.int64) * weights[:, None]).T.tolist()
    running, last = steps[0], int(ratio(sum(steps[0]), 100))
    for rule, after in zip(rules, steps[1:], strict=True):
        for part, name in enumerate(names):
            if running[part] == after[part]:
                continue
            running[part] = after[part]
            now = int(ratio(sum(running), 100))
            if now != last:
                record.entries.append(Entry(rule, index, (), now - last, name))
            last = now
