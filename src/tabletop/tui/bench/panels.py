"""The panels of the card bench: the list of cards, the sliders, and the leaves that are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.message import Message

from tabletop.tui.canvas import Canvas
from tabletop.tui.text import fit
from tabletop.tui.widgets.painted import Painted, Panel

if TYPE_CHECKING:
    from tabletop.workbench.authored import Version, Written
    from tabletop.workbench.cardbench import CardBench, Dial

_MARK_STYLE = {"✗": "bold $tt-bad", "!": "bold $tt-warn", "": ""}


def matching(cards: tuple[Written, ...], typed: str) -> list[Written]:
    """The cards that have every word of a filter in their id, title, tags or file; ``!`` stands for a problem."""
    words = typed.lower().split()
    return [
        card
        for card in cards
        if all((word == "!" and card.mark) or word in (card.words or card.title.lower()) for word in words)
    ]


def next_faulty(version: Version, wanted: str, filed: bool) -> str:
    """The card with a problem that follows; "" where what stands with no card comes next, or nothing has a problem."""
    ids = [card.id for card in version.cards]
    at = -1 if filed or wanted not in ids else ids.index(wanted)
    after = [card.id for card in version.cards[at + 1 :] if card.problems and card.id]
    if after or (version.of_files and not filed):
        return after[0] if after else ""
    return next((card.id for card in version.cards if card.problems and card.id), "")


class Wheel(Message):
    """The mouse wheel over a list: that many rows."""

    def __init__(self, source: Painted, by: int) -> None:
        super().__init__()
        self.source, self.by = source, by


class Listed(Panel):
    """A list that is drawn around its cursor."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.post_message(Wheel(self, 1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.post_message(Wheel(self, -1))


def more(rows: range, place: int, count: int) -> str:
    """The sign at the edge of a drawn row when the list goes on above or below it."""
    if place == rows.start and rows.start > 0:
        return "▲"
    return "▼" if place == rows.stop - 1 and rows.stop < count else " "


def window(at: int, count: int, room: int) -> range:
    """The rows that are drawn so that row `at` is in sight."""
    room = max(room, 1)
    first = min(max(at - room // 2, 0), max(count - room, 0))
    return range(first, min(first + room, count))


class Cards(Listed):
    """Every card with its marks, as many as there is room for."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.bench: CardBench | None = None
        self.typed = ""
        self.typing = False
        """The filter is being typed, and stands elsewhere."""

    def show(self, bench: CardBench, typed: str, *, typing: bool = False) -> None:
        self.bench, self.typed, self.typing = bench, typed, typing
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        bench = self.bench
        if bench is None:
            return
        everything = bench.version.cards
        cards = matching(everything, self.typed)
        count = f"{len(cards)} of {len(everything)}" if self.typed else str(len(everything))
        canvas.rule("Cards", note=f"{count} · / find", marked=self.marked, what=("find",))
        if self.typed and not self.typing:
            line = canvas.line().add(" / ", "bold $tt-accent", ("find",)).add(self.typed, "bold", ("find",))
            canvas.put(line.right("✗ all", "$tt-dim", ("filter", "")))
        if not cards:
            canvas.write("No card is called so." if everything else "There are no cards yet.", "$tt-dim", indent=1)
            return
        at = next((place for place, card in enumerate(cards) if card.id and card.id == bench.wanted), 0)
        rows = window(at, len(cards), self.room - len(canvas.lines))
        for place in rows:
            card, here = cards[place], cards[place].id == bench.wanted and cards[place].id != ""
            ground, what = (" on $tt-mark" if here else ""), ("card", card.id)
            line = canvas.line().add("▸" if here else " ", f"bold $tt-accent{ground}", what)
            line.add(f"{card.mark or ' '} ", f"{_MARK_STYLE[card.mark]}{ground}".strip(), what)
            gone = card.entry is None
            title = f"{'bold' if here else '$tt-dim' if gone else ''}{ground}".strip()
            line.add(card.title, title, what, room=canvas.width - line.at - 1)
            if canvas.width >= 60:
                line.to(max(canvas.width - 44, 24), ground.strip()).add(" ", ground.strip())
                line.add(card.id, f"$tt-dim{ground}", what, room=22).to(canvas.width - 20, ground.strip())
                line.add(" ", ground.strip())
                line.add(card.file.rsplit("/", 1)[-1], f"$tt-dim{ground}", what, room=canvas.width - line.at - 1)
            line.to(canvas.width - 1, ground.strip())
            canvas.put(line.add(more(rows, place, len(cards)), f"bold $tt-accent{ground}"))


class Dials(Listed):
    """The sliders: a name, a number, a bar; signs tell why one is high in the list."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.bench: CardBench | None = None
        self.at = self.where = ""

    def show(self, bench: CardBench, at: str, where: str = "") -> None:
        """The slider that is picked, and in which alliance the board is."""
        self.bench, self.at, self.where = bench, at, where
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        bench = self.bench
        if bench is None:
            return
        dials = bench.dials() if bench.shown else []
        moved = sum(dial.moved for dial in dials)
        note = f"{moved} moved · r resets all" if moved else "? read by it · ± changed by it"
        at = next((place for place, dial in enumerate(dials) if dial.slider.name == self.at), 0)
        found = f" {at + 1} of {len(dials)}" if dials and canvas.width > 60 else ""
        title = f"The board{found}, {self.where}" if self.where else f"The board{found}"
        canvas.rule(title, note=note if canvas.width > 60 or moved else "? read ± changed", what=("reset",))
        if not bench.shown:
            return
        swept = bench.sweep(dials[at].slider.name) if dials else []
        room = self.room - len(canvas.lines) - (1 if swept else 0)
        rows = window(at, len(dials), room)
        for place in rows:
            self._dial(canvas, dials[place], place == at, more(rows, place, len(dials)))
            if place == at and swept:
                self._met(canvas, dials[place], swept)

    @staticmethod
    def _columns(width: int) -> tuple[int, int, int]:
        """Where the number begins, where the bar begins, and how long it is."""
        label = max(min(width * 35 // 100 + 8, 34), 16)
        return label, label + 8, max(min(width - label - 11, 40), 4)

    def _dial(self, canvas: Canvas, dial: Dial, here: bool, edge: str) -> None:
        slider, ground = dial.slider, " on $tt-mark" if here else ""
        value, start, bar = self._columns(canvas.width)
        what = ("slider", slider.name)
        line = canvas.line().add("▸" if here else " ", f"bold $tt-accent{ground}", what)
        line.add(f"{'?' if dial.reads else ' '}{'±' if dial.changes else ' '} ", f"bold $tt-accent{ground}", what)
        word = slider.word(dial.value)
        if slider.words:
            # A word needs no bar: a long name may take its place.
            value = max(value, min(4 + cell_len(slider.label), canvas.width - cell_len(word) - 7))
        line.add(slider.label, f"{'bold' if dial.moved or here else ''}{ground}".strip(), what, room=value - 5)
        line.to(value, ground.strip())
        if slider.words:
            line.add("‹ ", f"bold $tt-accent{ground}", ("turn", slider.name, -1))
            style = f"bold{ground}" if dial.moved else ground.strip()
            line.add(word, style, ("turn", slider.name, 1), room=max(canvas.width - line.at - 5, 4))
            line.add(" ›", f"bold $tt-accent{ground}", ("turn", slider.name, 1))
        else:
            line.add("‹", f"bold $tt-accent{ground}", ("turn", slider.name, -1))
            line.add(f"{word:>5}", f"bold{ground}" if dial.moved else ground.strip(), what)
            line.add("›", f"bold $tt-accent{ground}", ("turn", slider.name, 1)).to(start, ground.strip())
            reach = slider.high - slider.low
            full = round((dial.value - slider.low) / reach * bar) if reach else bar
            for cell in range(bar):
                goal = slider.low + reach * (cell + 1) / bar if cell else slider.low
                line.add("█" if cell < full else "░", f"$tt-accent{ground}", ("put", slider.name, goal))
        if dial.moved:
            line.to(canvas.width - 2, ground.strip()).add("•", f"bold $tt-warn{ground}", ("turn", slider.name, 0))
        canvas.put(line.to(canvas.width - 1, ground.strip()).add(edge, f"bold $tt-accent{ground}"))

    def _met(self, canvas: Canvas, dial: Dial, swept: list[tuple[float, bool]]) -> None:
        """Under the bar, where the card's condition holds."""
        _, start, bar = self._columns(canvas.width)
        if dial.slider.words:
            good = [dial.slider.word(value) for value, true in swept if true]
            text = f"✓ met with {', '.join(good)}" if good else "✗ met with neither"
            canvas.put(canvas.line().to(4).add(fit(text, canvas.width - 5), "$tt-good" if good else "$tt-bad"))
            return
        line = canvas.line().add("    condition met", "$tt-dim").to(start)
        reach = dial.slider.high - dial.slider.low
        for cell in range(bar):
            low, high = (dial.slider.low + reach * edge / bar for edge in (cell, cell + 1))
            inside = [true for value, true in swept if low <= value <= high]
            true = any(inside) if inside else min(swept, key=lambda one: abs(one[0] - low))[1]
            line.add("✓" if true else "·", "bold $tt-good" if true else "$tt-dim", ("put", dial.slider.name, high))
        canvas.put(line)


class Leaf(Panel):
    """A panel to read; `write` draws it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.write: Callable[[Canvas], None] | None = None

    def show(self, write: Callable[[Canvas], None]) -> None:
        self.write = write
        self.repaint()

    def paint(self, canvas: Canvas) -> None:
        if self.write is not None:
            self.write(canvas)


class Leaves(Painted):
    """The line of panels, each with its digit."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.names: list[tuple[str, str]] = []
        self.at = ""

    def show(self, names: list[tuple[str, str]], at: str) -> None:
        self.names, self.at = names, at
        self.repaint(layout=False)

    def paint(self, canvas: Canvas) -> None:
        line = canvas.line()
        for leaf, title in self.names:
            digit, _, words = title.partition(" ")
            here, what = leaf == self.at, ("leaf", leaf)
            line.add(f" {digit} ", "bold $tt-accent", what)
            line.add(f"{words}", "bold underline" if here else "$tt-dim", what).add(" ")
        canvas.put(line)
