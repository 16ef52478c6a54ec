"""When an application under test rests: decided by what is left to do, never by how busy the processor is.

Textual's own way, `wait_for_idle`, takes a process that gets no processor time for one that has nothing to do, and that
is wrong on a busy machine.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

PATIENCE = 30.0
"""Seconds to wait for what must come; it comes at once where the machine has nothing else to do."""


async def nothing_ready(*_: float) -> None:
    """Wait until the loop has nothing left that could run now: only timers, files, sockets and threads can go on."""
    ready: Any = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    end = time.monotonic() + PATIENCE
    calm = 0
    while calm < 2:
        await asyncio.sleep(0)
        calm = 0 if ready else calm + 1
        assert time.monotonic() < end, f"the loop does not come to rest: {list(ready)[:5]}"


async def settled(app: Any) -> None:
    """Wait until every message is handled, a new size heeded and nothing moves any more."""
    await nothing_ready()
    if app._resize_event is not None:  # Textual waits a moment for more of them
        app._check_resize()
        await nothing_ready()
    await app.animator.wait_until_complete()


def undrawn(app: Any) -> bool:
    """Whether the shown screen has something to draw, or to do once it is drawn."""
    if not app._screen_stack or app._exit or app._batch_count:
        return False
    screen = app.screen
    return bool(
        screen.is_running and screen.is_current
        and (screen._layout_required or screen._scroll_required or screen._repaint_required
             or screen._recompose_required or screen._dirty_widgets or screen._callbacks)
    )  # fmt: skip


async def drawn(app: Any) -> None:
    """Wait until every message is handled and the screen is drawn; for threads and timers nobody waits here."""
    end = time.monotonic() + PATIENCE
    await settled(app)
    while undrawn(app) or put_off(app):
        if put_off(app):
            app.screen._put_off = False
            paint(app.screen)
        else:
            app.screen._on_timer_update()
        await settled(app)
        assert time.monotonic() < end, f"the screen is never drawn: {app.screen}"


paint = Screen._compositor_refresh


def put_off(app: Any) -> bool:
    return bool(app._screen_stack and not app._exit and getattr(app.screen, "_put_off", False))


def paint_later(screen: Any) -> None:
    """In place of painting after every step, which was a sixth of the time: once all is settled, it is painted once."""
    screen._put_off = True


parse = Stylesheet._parse_rules
PARSED: dict[Any, Any] = {}


def parse_once(sheet: Any, css: str, read_from: Any, *more: Any, **named: Any) -> Any:
    """The rules of a style sheet, read once for all applications: rules do not change once they are read."""
    key = (css, read_from, more, *sorted(named.items()), frozenset(sheet._variables.items()))
    if key not in PARSED:
        PARSED[key] = parse(sheet, css, read_from, *more, **named)
    return PARSED[key]


async def until_so(app: Any, found: Callable[[], Any], there: Callable[[], str]) -> Any:
    """Wait until something is so, and drawn; its value. `there`: what the failure tells."""
    end = time.monotonic() + PATIENCE
    await drawn(app)
    while not (value := found()):
        assert time.monotonic() < end, f"it did not come in {PATIENCE:.0f} s; {there()}"
        await asyncio.sleep(0.005)
        await drawn(app)
    return value


async def pause(pilot: Any, delay: float | None = None) -> None:
    """In place of `Pilot.pause`: what the pilot did is drawn."""
    await drawn(pilot.app)
    if delay:
        await asyncio.sleep(delay)
        await drawn(pilot.app)


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Textual's pilot wait so, and let no note vanish while a slow machine is on its way to read it."""
    monkeypatch.setattr("textual.app.wait_for_idle", nothing_ready)
    monkeypatch.setattr("textual.pilot.wait_for_idle", nothing_ready)
    monkeypatch.setattr("textual.pilot.Pilot.pause", pause)
    monkeypatch.setattr(Screen, "_compositor_refresh", paint_later)
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_once)
    monkeypatch.setattr("textual.notifications.Notification.time_left", property(lambda note: 3600.0))
