"""A study on a real Dask cluster: the same numbers, a worker killed on the way; and what is told when none is there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.lab.study.counting import Everything, same

from tabletop.content import find_campaigns
from tabletop.errors import TabletopError, UsageError
from tabletop.lab.study import Plan, cluster, run
from tabletop.lab.study.numbers import Numbers
from tabletop.lab.study.samples import hashes

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of sockets and loops that are closed late
]
PLAN = Plan("halcyon", minds=("random", "thoughtful"), games=120, seed=11)
WATCH = (Numbers, Everything)
SHIPPED = [card.id for card in find_campaigns(())]


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


@pytest.mark.parametrize("campaign", SHIPPED if os.environ.get("TABLETOP_PROVE") == "1" else SHIPPED[:1])
def test_every_shipped_game_is_the_same_whoever_plays_it(
    dask: Any, campaign: str, scale: Callable[[int, int], int]
) -> None:
    """The end of every game, as `test_game_k_is_the_game_that_run_plays` compares it with `tabletop run`."""
    plan = Plan(campaign, minds=("thoughtful", "random", "opportunist"), games=scale(12, 1000), seed=7)
    here = run(plan, hashes, watch=WATCH, chunk=333)
    for more in (
        {"chunk": 77}, {"jobs": 2, "chunk": 100}, {"jobs": 4, "chunk": 250},
        {"cluster": dask.scheduler_address, "chunk": 100},
    ):  # fmt: skip
        same(here, run(plan, hashes, watch=WATCH, **more))


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


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9"])
def test_nobody_at_the_address(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT", "1s")
    with pytest.raises(TabletopError, match=f"No Dask scheduler answers at {address}") as told:
        run(PLAN, hashes, cluster=address)
    assert "dask scheduler" in told.value.next_step


@pytest.mark.parametrize(
    "address",
    [
        "nonsense", "http://x y", "http://127.0.0.1:9", "tcp://127.0.0.1", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536",
        "tcp://:8786", "tcp://..:8786", f"tcp://{'a' * 64}:8786", "tcp://[::1:8786", "tcp://a:b@c:1", "tcp://h:1/x", "",
        "tcp://127.0.0.1:٣", "tcp://h:1\n",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told_before_dask_is_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="is no address of a Dask scheduler") as told:
        run(PLAN, hashes, cluster=address)
    assert "tcp://10.0.0.5:8786" in told.value.next_step


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "tls://lab-3.example.org:8786", "tcp://[::1]:8786", "host:1"]
)
def test_addresses(address: str) -> None:
    cluster.require_address(address)


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("nonsense", 2, "“nonsense” is no address of a Dask scheduler."),
        ("tls://127.0.0.1:9", 1, "Dask has no certificates for tls://."),
        ("tcp://127.0.0.1:9", 1, "No Dask scheduler answers at tcp://127.0.0.1:9."),
    ],
)
def test_a_call_ends_with_one_line_and_no_traceback(address: str, code: int, said: str, tmp_path: Path) -> None:
    """In a process of its own: what Dask's clients have to complain of, they say when Python ends."""
    script = (
        "import sys; from tabletop.lab.study import cluster; cluster.WAIT = '1s'; from tabletop.cli import main; "
        "sys.exit(main(['lab', 'halcyon', '--games', '5', '--cluster', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, address], capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "TABLETOP_HOME": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1


def test_dask_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TabletopError, match="not installed") as told:
        run(PLAN, hashes, cluster="tcp://127.0.0.1:9")
    assert "tabletop-diplomacy[cluster]" in told.value.next_step


def test_nothing_of_dask_is_loaded_without_a_cluster() -> None:
    code = "import sys, tabletop.lab.study.cluster, tabletop.lab.study; print('distributed' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "False\n"
