"""What can be clicked on the card bench; each click does what a key does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tabletop.tui.bench.editor import editor
from tabletop.tui.bench.panels import Cards, Wheel

if TYPE_CHECKING:
    from tabletop.tui.bench.screen import Bench


def wheel(screen: Bench, message: Wheel) -> None:
    """The wheel moves through the list, or from slider to slider."""
    if isinstance(message.source, Cards):
        screen.action_card(message.by)
    else:
        screen.leaf = screen.read if screen.leaf == "cards" and screen.wide else screen.leaf
        screen.action_walk(message.by)


def picked(screen: Bench, what: tuple[Any, ...]) -> None:
    """What a click on `what` does."""
    kind, *rest = what
    done: dict[str, Callable[..., None]] = {
        "card": lambda card: screen.choose(card) if card else None,
        "find": screen.action_find,
        "filter": lambda typed: screen.found((typed, "")),
        "leaf": screen.action_open,
        "width": screen.action_width,
        "reset": screen.action_reset_all,
        "read": lambda card: screen.action_read(),
    }
    mine: dict[str, Callable[..., None]] = {
        "slider": _take, "turn": _turn, "put": _put, "seat": _sit, "way": _pick_way, "fault": _open_fault,
        "line": _open_line,
    }  # fmt: skip
    if kind in mine:
        mine[kind](screen, *rest)
    elif kind in done:
        done[kind](*rest)


def _take(screen: Bench, name: str) -> None:
    screen.slider = name
    screen.again()


def _turn(screen: Bench, name: str, by: int) -> None:
    screen.slider = name
    if by:
        screen.action_step(by)
    else:
        screen.action_reset()


def _put(screen: Bench, name: str, value: float) -> None:
    screen.slider = name
    slider = screen.bench.sliders()[name]
    steps = round((value - slider.low) / slider.small)
    screen.bench.set(name, slider.low + steps * slider.small)
    screen.again()


def _sit(screen: Bench, seat: str) -> None:
    if seat:
        screen.bench.sit(seat)
        screen.again()
    else:
        screen.action_seat(1)


def _pick_way(screen: Bench, way: str, tactic: str | None) -> None:
    screen.tactic = tactic or ""
    screen.action_way(way)


def _open_fault(screen: Bench, file: str, line: int) -> None:
    if editor():
        screen.action_edit(screen.bench.authored.path_of(file), line)
    else:
        screen.filing = file in {problem.file for problem in screen.bench.version.of_files}
        screen.action_open("problems")


def _open_line(screen: Bench, line: int) -> None:
    written = screen.bench.written
    if written is not None and editor():
        screen.action_edit(written.path, line)
