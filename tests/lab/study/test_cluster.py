"""A study on a real Dask cluster: the same numbers, a worker killed on the way; and what is told when none is there."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from tests.lab.study.counting import Everything, same

from tabletop.errors import TabletopError
from tabletop.lab.study import Plan, cluster, run
from tabletop.lab.study.numbers import Numbers
from tabletop.lab.study.samples import hashes

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of sockets and loops that are closed late
]
PLAN = Plan("halcyon", minds=("random", "thoughtful"), games=120, seed=11)
WATCH = (Numbers, Everything)


@pytest.fixture(scope="module")
def dask() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as local:
        yield local


def test_a_cluster_cannot_be_seen_in_the_numbers(dask: Any) -> None:
    here = run(PLAN, hashes, watch=WATCH)
    same(here, run(PLAN, hashes, watch=WATCH, cluster=dask.scheduler_address, chunk=17))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such end here")
def test_a_worker_that_is_killed_costs_time_and_no_game(dask: Any) -> None:
    killed: list[int] = []

    def kill_one(done: int, of: int) -> None:
        if done and not killed:
            killed.append(dask.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    here = run(PLAN, hashes, watch=WATCH)
    same(here, run(PLAN, hashes, watch=WATCH, cluster=dask.scheduler_address, chunk=5, progress=kill_one))
    assert killed


def test_a_worker_with_other_decks_is_named(dask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tabletop.lab.study.plan.digest_of", lambda campaign: "f" * 64)
    with pytest.raises(TabletopError, match=r"The worker tcp://\S+ \(and 2 more\) cannot take part: it has another"):
        run(PLAN, hashes, cluster=dask.scheduler_address)


def test_a_cluster_without_workers_is_told() -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=0, processes=True, dashboard_address=None, silence_logs=50) as empty,
        pytest.raises(TabletopError, match="has no workers"),
    ):
        run(PLAN, hashes, cluster=empty.scheduler_address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_nobody_at_the_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", "1s")
    with pytest.raises(TabletopError, match=f"No Dask scheduler answers at {address}") as told:
        run(PLAN, hashes, cluster=address)
    assert "dask scheduler" in told.value.next_step


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TabletopError, match="not installed") as told:
        run(PLAN, hashes, cluster="tcp://127.0.0.1:9")
    assert "tabletop-diplomacy[cluster]" in told.value.next_step


def test_nothing_of_dask_is_loaded_without_a_cluster() -> None:
    import subprocess

    code = "import sys, tabletop.lab.study.cluster, tabletop.lab.study; print('distributed' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "False\n"
