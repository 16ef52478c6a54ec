"""The chunks of a study shared among processes of this machine.

Every helper is a fresh process (the same on every system) that loads the campaign itself, is handed one chunk at a time
and answers with its tally.  A helper that dies, killed or out of memory, costs nothing but time: its chunk is played
again by a new one, and the numbers stay what they are.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
import traceback
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final

from tabletop.errors import TabletopError
from tabletop.lab.study.plan import Plan
from tabletop.lab.study.run import Part, Work, do_part
from tabletop.lab.study.tally import Tally

PATIENCE: Final = 3
"""Helpers that may die over one chunk before the study gives up."""


@dataclass(slots=True)
class _Helper:
    process: Any
    line: Connection
    part: Part


def on_workers(plan: Plan, work: Work, parts: Sequence[Part], jobs: int) -> Iterator[tuple[Part, Tally]]:
    """The tallies of all parts, as `jobs` processes bring them.

    Raises `TabletopError` as the work does, or when one chunk has cost `PATIENCE` helpers.
    """
    waiting, lost = deque(parts), Counter[Part]()
    helpers: list[_Helper] = []
    try:
        while waiting or helpers:
            while waiting and len(helpers) < jobs:
                helpers.append(_hired(plan, work, waiting.popleft()))
            for helper in _heard(helpers):
                answer = _answer(helper)
                if answer is None:
                    helpers.remove(helper)
                    _dismiss(helper)
                    lost[helper.part] += 1
                    if lost[helper.part] >= PATIENCE:
                        raise _given_up(helper.part)
                    waiting.appendleft(helper.part)
                    continue
                part = helper.part
                # The next chunk goes out before this one is taken in: nobody waits for us.
                if not (waiting and _sent(helper, waiting[0])):
                    helpers.remove(helper)
                    _dismiss(helper)
                else:
                    helper.part = waiting.popleft()
                yield part, answer
    finally:
        for helper in helpers:
            helper.process.terminate()
        for helper in helpers:
            _dismiss(helper)


def _hired(plan: Plan, work: Work, part: Part) -> _Helper:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, plan, work), daemon=True, name="tabletop-lab")
    with _deaf_to_interrupts():
        process.start()
    theirs.close()
    helper = _Helper(process, ours, part)
    _sent(helper, part)  # one that is dead already is noticed when it is listened to
    return helper


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C goes to every process of the terminal: a helper leaves it to us, from its first moment on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _sent(helper: _Helper, part: Part) -> bool:
    try:
        helper.line.send(part)
    except (OSError, ValueError):
        return False
    return True


def _heard(helpers: Sequence[_Helper]) -> list[_Helper]:
    """Helpers that have answered, or died."""
    ready = wait([helper.line for helper in helpers])
    return [helper for helper in helpers if helper.line in ready]


def _answer(helper: _Helper) -> Tally | None:
    """What a helper brings; None of one that is dead."""
    try:
        word, said = helper.line.recv()
    except (EOFError, OSError):
        return None
    if word == "mistake":
        raise TabletopError(said["message"], said["next_step"], exit_code=said["exit_code"])
    if word == "failure":
        raise RuntimeError(f"a helper failed:\n{said}")
    tally: Tally = said
    return tally


def _dismiss(helper: _Helper) -> None:
    helper.line.close()
    helper.process.join(timeout=5)
    if helper.process.is_alive():
        helper.process.kill()
        helper.process.join()
    helper.process.close()


def _given_up(part: Part) -> TabletopError:
    mind, first, count = part
    return TabletopError(
        f"{PATIENCE} helper processes died over games {first} to {first + count - 1} of {mind}.",
        "Perhaps there is too little memory: ask for fewer with --jobs.",
    )


def _serve(line: Connection, plan: Plan, work: Work) -> None:
    """A helper's life: chunks come in, tallies go out, until nobody is at the other end."""
    while True:
        try:
            part = line.recv()
        except (EOFError, OSError):
            return
        answer: tuple[str, Any]
        try:
            answer = ("tally", do_part(plan, work, part))
        except TabletopError as error:
            message = error.message if error.message else str(error)
            answer = (
                "mistake", {"message": message, "next_step": error.next_step, "exit_code": error.exit_code},
            )  # fmt: skip
        except Exception:
            answer = ("failure", traceback.format_exc())
        try:
            line.send(answer)
        except OSError:
            return
