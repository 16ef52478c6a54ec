"""The lines at the top and at the bottom of every screen."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual.binding import Binding

from tabletop.tui.canvas import Canvas
from tabletop.tui.keymap import key_name
from tabletop.tui.text import fit
from tabletop.tui.widgets.painted import Painted

NOT_STORED = "✗ not stored"
"""Stands in the top line of every screen of a game that cannot be kept."""


class TopLine(Painted):
    """Where one is: a name at the left, a note at the right; between them, lastingly, that a game is not stored."""

    def __init__(self, title: str = "", note: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.title = title
        self.note = note

    def show(self, title: str, note: str = "") -> None:
        self.title, self.note = title, note
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        sitting = getattr(self.screen, "sitting", None)
        mark = "" if sitting is None or sitting.kept else NOT_STORED
        taken = cell_len(self.note) + (cell_len(mark) + 3 if mark else 0)
        line = canvas.line().add(" ").add(self.title, "bold $tt-accent", room=max(canvas.width - taken - 4, 20))
        if mark:
            note = fit(self.note, max(canvas.width - line.at - cell_len(mark) - 5, 0))
            line.to(canvas.width - cell_len(note) - cell_len(mark) - 4).add(mark, "bold $tt-bad")
            canvas.put(line.right(f"{note} ", "$tt-dim"))
            return
        canvas.put(line.right(f"{self.note} ", "$tt-dim"))


class KeyLine(Painted):
    """The keys that do something here, six at most; a click is the same as the key."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.repaint(layout=False))

    def shown(self) -> list[tuple[Binding, bool]]:
        """The bindings shown, each with whether it would do something now."""
        quiet: frozenset[str] = getattr(self.screen, "QUIET", frozenset())
        active = [
            found
            for found in self.screen.active_bindings.values()
            if found.binding.show and (found.enabled or found.binding.id not in quiet)
        ]
        return [(found.binding, found.enabled) for found in sorted(active, key=lambda f: _place(f.binding))]

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for binding, enabled in self.shown():
            key = binding.key_display or key_name(binding.key)
            words = f" {key} ", f"{binding.description} "
            line.add(words[0], "bold $tt-accent" if enabled else "$tt-dim", binding.key if enabled else None)
            line.add(words[1], "" if enabled else "$tt-dim", binding.key if enabled else None)
        canvas.put(line)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        message.stop()
        self.app.simulate_key(message.what)


def _place(binding: Binding) -> int:
    """What all screens share stands after what belongs to this one; help and the way out stand last."""
    if binding.id == "screen: help":
        return 2
    if (binding.id or "").startswith("screen:"):
        return 1
    return 3 if binding.action in ("leave", "back") and binding.key != "enter" else 0
