"""The chunks of a study given to a Dask cluster: an existing scheduler, other machines, the same numbers.

Dask is an optional extra.  Its scheduler plays a chunk again when a worker is lost; what we add is that every worker
shows first that it has the same program and the same decks, for otherwise the numbers would be of different games.
"""

from __future__ import annotations

import importlib
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tabletop.content.text import shorten
from tabletop.errors import TabletopError, UsageError
from tabletop.lab.study.plan import Plan, ground
from tabletop.lab.study.run import Part, Work, do_part
from tabletop.lab.study.tally import Tally

WAIT: Final = "15s"
"""How long a scheduler may take to answer."""
AHEAD: Final = 3
"""Chunks a worker's thread has before it, at most: enough to be busy, few enough to be given away again."""
_CERTIFICATES: Final = "Name them in Dask's configuration, under distributed.comm.tls."
PATIENCE: Final = 3
"""Times a chunk that failed is tried again."""
_ADDRESS: Final = re.compile(
    r"(?:(?:tcp|tls|ws|wss)://)?(?:[\w-]{1,63}(?:\.[\w-]{1,63})*\.?|\[[0-9A-Fa-f:.]+(?:%\w+)?\]):([0-9]{1,5})", re.ASCII
)
"""HOST:PORT, with Dask's words for the way in front of it; the port is the group."""


def require_address(address: str) -> None:
    """Raise `UsageError` unless this is the address of a scheduler in its form.

    Dask would look half a minute for such a host, and leaves a client behind that ends with a traceback.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not 1 <= int(found[1]) <= 65535:
        raise UsageError(
            f"“{shorten(address)}” is no address of a Dask scheduler.",
            "Write it like tcp://10.0.0.5:8786, or tls://HOST:PORT.",
        )


def on_cluster(plan: Plan, work: Work, parts: Sequence[Part], address: str) -> Iterator[tuple[Part, Tally]]:
    """The tallies of all parts, as the cluster brings them.

    Raises `UsageError` for what is no address, and `TabletopError` where Dask is not installed, nobody is at the
    address, a worker has another program or other decks, or the cluster is lost.
    """
    require_address(address)
    distributed = _dask()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    client = _client(distributed, address)
    try:
        threads = _looked_at(client, plan, address)
        yield from _played(distributed, client, plan, work, list(parts), max(2, AHEAD * threads), address)
    finally:
        client.close()


def _dask() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise TabletopError(
            "--cluster needs Dask, which is not installed.", "pip install 'tabletop-diplomacy[cluster]' brings it."
        ) from error


def _client(distributed: Any, address: str) -> Any:
    if address.startswith("tls://"):
        _require_certificates(distributed)
    try:
        return distributed.Client(address, timeout=WAIT, set_as_default=False, name="tabletop-lab")
    except (OSError, ValueError, TypeError) as error:
        raise TabletopError(
            f"No Dask scheduler answers at {address}.",
            "Start one with dask scheduler and give its address, like tcp://10.0.0.5:8786.",
        ) from error


def _require_certificates(distributed: Any) -> None:
    """Raise `TabletopError` where Dask has nothing to speak TLS with; its client would end with a traceback, too."""
    try:
        found = distributed.Security().get_connection_args("client").get("ssl_context") is not None
    except OSError as error:
        raise TabletopError(
            f"Dask's certificates for tls:// cannot be read: {error.strerror or error}.", _CERTIFICATES
        ) from error
    if not found:
        raise TabletopError("Dask has no certificates for tls://.", _CERTIFICATES)


def _looked_at(client: Any, plan: Plan, address: str) -> int:
    """Threads of all workers, once each has shown that it plays the same games."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise TabletopError(f"The scheduler at {address} has no workers.", f"Start some: dask worker {address}")
    told = client.run(_show, plan, on_error="return")
    wrong = {worker: said for worker, said in told.items() if said != plan.digest}
    if wrong:
        worker, said = min(wrong.items())
        others = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise TabletopError(
            f"The worker {worker}{others} cannot take part: {_why(said)}.",
            "Every worker needs this version of tabletop and the same decks at the same place.",
        )
    return sum(int(facts.get("nthreads", 1)) for facts in workers.values())


def _why(said: object) -> str:
    if isinstance(said, TabletopError):
        return said.lines()[0].split(". ")[0].rstrip(".")
    if isinstance(said, ImportError):
        return "it has no tabletop, or an older one"
    if isinstance(said, str):
        return "it has another version of the program or the decks"
    return f"{type(said).__name__}: {said}".rstrip(".")


def _show(plan: Plan) -> str:
    """On a worker: what it would play.  Decks may have changed since it last looked."""
    from tabletop.lab.study import plan as plans

    plans.forget()
    return plans.digest_of(ground(plans.unsealed(plan)).campaign)


def _do(plan: Plan, work: Work, part: Part) -> tuple[Part, Tally]:
    return part, do_part(plan, work, part)


def _played(
    distributed: Any, client: Any, plan: Plan, work: Work, parts: list[Part], ahead: int, address: str
) -> Iterator[tuple[Part, Tally]]:
    todo = iter(parts)

    def submitted() -> Any:
        part = next(todo, None)
        return None if part is None else client.submit(_do, plan, work, part, pure=False, retries=PATIENCE)

    first = [future for _ in range(min(ahead, len(parts))) if (future := submitted()) is not None]
    coming = distributed.as_completed(first, loop=client.loop)
    for future in coming:
        try:
            result: tuple[Part, Tally] = future.result()
        except TabletopError:
            raise
        except Exception as error:
            raise TabletopError(
                f"The cluster at {address} could not finish: {type(error).__name__}: {' '.join(str(error).split())}",
                "Look at the workers' logs.",
            ) from error
        more = submitted()
        if more is not None:
            coming.add(more)
        future.release()
        yield result
