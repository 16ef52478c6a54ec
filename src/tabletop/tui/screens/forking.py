"""From a game that is looked back on into a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from tabletop.session.sitting import Sitting


def go_on(app: App[Any], old: Sitting, fresh: Sitting) -> None:
    """Leave the old game, screen by screen, and lay the new one's table in its place."""
    from tabletop.tui.screens.opening import Opening

    stack = app.screen_stack
    first = next(place for place, screen in enumerate(stack) if getattr(screen, "sitting", None) is old)
    for _ in stack[first + 1 :]:
        app.pop_screen()
    app.switch_screen(Opening(lambda: fresh))
    old.close()
