"""The reference deck and random alliances: the setting in which the model's balance was first measured.

Forty synthetic cards given by their features alone, and members drawn at random for every game.
"""

from __future__ import annotations

import numpy as np

from tabletop.rules.luck import text_key
from tabletop.rules.parameters import Rulebook, rulebook
from tabletop.rules.tables import Act, Alliance, Cards, Rival, Tables

# domain, urgency, breadth, misperception, sensitivity, enforcement, escalation, human cost
DECK = [
    "E4131131",
    "E3241020",
    "E2341120",
    "E1421421",
    "E4142030",
    "E4310333",
    "E2124131",
    "E3024122",
    "E2312324",
    "E1331410",
    "E3024020",
    "E4201322",
    "E0421310",
    "E4143041",
    "I1101410",
    "I0411410",
    "I0134020",
    "I2023320",
    "I3134120",
    "I0412310",
    "I1101410",
    "I1224120",
    "I2112320",
    "I2212220",
    "I3113232",
    "I0412310",
    "T4212122",
    "T4301233",
    "T2333020",
    "T2342220",
    "T2431322",
    "T2401224",
    "T0223223",
    "T3300221",
    "T1124023",
    "T1102311",
    "T2302434",
    "T3232120",
    "T4200123",
    "T1134023",
]


def reference_cards() -> Cards:
    rows = np.array([["EIT".index(row[0]), *map(int, row[1:])] for row in DECK], np.int32)
    count = len(rows)
    return Cards(
        ids=tuple(f"card-{k}" for k in range(count)),
        domain=rows[:, 0],
        pips=rows[:, 1:6],
        escalation=rows[:, 6],
        human=rows[:, 7],
        weight=np.ones(count, np.int32),
        stake=np.full((count, 8), -1, np.int32),
        parties=np.full((count, 2), -1, np.int32),
        acts=np.ones((1, count), bool),
        repeat=np.zeros(count, bool),
        when=(None,) * count,
        key=np.array([text_key(f"card-{k}") for k in range(count)], np.uint64),
    )


def random_alliance(members: int, games: int, seed: int) -> Alliance:
    """Members drawn afresh for every game: capability, positions, exposure, objectives, elections."""
    rng = np.random.default_rng(seed)
    raw = rng.gamma(1.2, 1, (members, games)) + 0.15
    capability = _whole(raw / raw.sum(axis=0) * 10000, 10000, 0)
    weights = _whole(rng.dirichlet(np.ones(4) * 1.2, (members, games)).transpose(0, 2, 1) * 100, 100, 1)
    return Alliance(
        ids=tuple(f"member-{i}" for i in range(members)),
        capability=capability,
        position=np.round(rng.uniform(-80, 80, (members, 3, games))).astype(np.int32),
        exposure=np.round(rng.uniform(0, 100, (members, games))).astype(np.int32),
        weights=weights,
        election=rng.integers(1, 5, (members, games)).astype(np.int32),
        trust_change=np.zeros((members, members, 1), np.int32),
        agreements=np.zeros((members, members, 1), np.int32),
        channels=np.zeros((members, 1), np.int32),
        bonus=(None,) * members,
    )


def _whole(shares: np.ndarray, total: int, axis: int) -> np.ndarray:
    """Shares as whole numbers that sum to `total`, by largest remainder: no place is favoured."""
    whole = np.floor(shares).astype(np.int32)
    short = total - whole.sum(axis=axis, keepdims=True)
    place = np.argsort(np.argsort(whole - shares, axis=axis), axis=axis)
    return (whole + (place < short)).astype(np.int32)


def reference_tables(
    members: int = 5, games: int = 1, seed: int = 1, turns: int = 10, book: Rulebook | None = None
) -> Tables:
    return Tables(
        book=book or rulebook(),
        alliance=random_alliance(members, games, seed),
        cards=reference_cards(),
        rival=Rival(50, False),
        acts=(Act("play", turns, ()),),
        endings=(),
        flags=(),
    )
