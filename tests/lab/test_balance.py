"""The model's balance, held by every release: a sample with some slack, all of it under `make prove`."""

from __future__ import annotations

import importlib.util
import os
import sys
from argparse import Namespace
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tabletop import minds
from tabletop.rules.luck import game_key

SAMPLE, FULL = 1500, 20_000
CELLS = list(product(("reference", "halcyon", "double-track", "north-atlantic"), ("basics", "standard", "full")))
PROVE = os.environ.get("TABLETOP_PROVE") == "1"
"""Every second of the twelve has each campaign and each level; `make prove` looks at them all."""
SLACK = 4.0
"""Points a sample may miss a band by: some three standard errors of a win rate."""


@pytest.fixture(scope="module")
def balance() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "balance.py"
    spec = importlib.util.spec_from_file_location("balance", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["balance"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.long
@pytest.mark.parametrize(("campaign", "level"), CELLS if PROVE else CELLS[::2])
def test_every_level_holds_its_band(balance: ModuleType, campaign: str, level: str, scale) -> None:
    games = scale(SAMPLE, FULL)
    slack = SLACK if games < FULL else 0.0
    tables = balance.tables_for(Namespace(campaign=campaign, level=level, members=5, games=games, seed=1))
    keys = np.array([game_key(k) for k in range(games)], np.uint64)

    def rate(name: str) -> float:
        return balance.measure(name, minds.find(name), tables, keys, quiet=True).rate

    thoughtful = rate("thoughtful")
    low, high = balance.THOUGHTFUL[campaign == "reference"]
    assert low - slack <= thoughtful <= high + slack
    assert rate("random") <= 40 + slack
    lead = {name: thoughtful - rate(name) for name in balance.PURE + balance.ROTATIONS}
    assert min(lead.values()) >= balance.LEAD - slack, lead
