"""What is drawn on a screen, looked at for colours that nobody has computed the contrast of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual._context import visible_screen_stack

from tabletop.tui.themes import ANSI, contrast


def near(one: str, other: str) -> bool:
    """The same colour, give or take what conversions round."""
    return all(abs(int(one[k : k + 2], 16) - int(other[k : k + 2], 16)) <= 2 for k in (1, 3, 5))


def drawn(app: Any) -> Iterator[Segment]:
    """Everything on the screen that has a style."""
    below = visible_screen_stack.set(list(app._background_screens))
    try:
        strips = app.screen._compositor.render_strips()
    finally:
        visible_screen_stack.reset(below)
    return (segment for strip in strips for segment in strip if segment.style)


def strangers(app: Any) -> list[str]:
    """Text in a colour or on a ground that is not of the theme; in the terminal's own theme any that is not its own."""
    theme, native = app.get_theme(app.theme), app.theme == ANSI
    known = {theme.foreground, theme.background, theme.surface, theme.panel, *theme.variables.values()}
    known = {colour.lower() for colour in known if colour.startswith("#")}
    found = []
    for segment in drawn(app):
        for colour in (segment.style.color, segment.style.bgcolor):
            if colour is None or colour.triplet is None or not (native or segment.text.strip()):
                continue
            hexa = colour.triplet.hex.lower()
            if native or not any(near(hexa, ours) for ours in known):
                found.append(f"{app.theme}: {segment.text!r} in {hexa}")
    return found


def unreadable(app: Any) -> list[str]:
    """Words whose contrast with what they stand on is too low; the terminal's own colours are up to it."""
    if app.theme == ANSI:
        return []
    least = 7.0 if "projector" in app.theme else 4.5
    found = []
    for segment in drawn(app):
        ink, ground = segment.style.color, segment.style.bgcolor
        if not any(map(str.isalnum, segment.text)) or ink is None or ground is None:
            continue
        if ink.triplet and ground.triplet and contrast(ink.triplet.hex, ground.triplet.hex) < least - 0.1:
            found.append(f"{app.theme}: {segment.text!r} in {ink.triplet.hex} on {ground.triplet.hex}")
    return found
