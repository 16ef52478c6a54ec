"""All keys, and how to change them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.events import Key

from tabletop.tui.canvas import Canvas
from tabletop.tui.keymap import FIXED, Action, called, catalogue, character, key_name, refusal, screen_name
from tabletop.tui.screens.page import Page, Sheet
from tabletop.tui.widgets.painted import Painted


class Keys(Page):
    """A list of all bindings. Enter, then a key: the binding under the cursor has that key from now on."""

    TOPIC: ClassVar[str] = "keys"
    BINDINGS = [
        Binding("enter", "change", "change", id="keys: change", tooltip="Give another key; then press that key"),
        Binding("up", "move(-1)", "up", show=False, id="keys: up", tooltip="Move"),
        Binding("down", "move(1)", "move", key_display="↑ ↓", id="keys: move", tooltip="Move"),
        Binding("pageup", "move(-10)", "up", show=False, id="keys: page up", tooltip="Move"),
        Binding("pagedown", "move(10)", "down", show=False, id="keys: page down", tooltip="Move"),
        Binding("r", "reset", "as it came", id="keys: reset", tooltip="Give this binding its first key again"),
        Binding("x", "reset_all", "all as they came", id="keys: reset all", tooltip="Twice: all keys as they came"),
        Binding("q", "back", "back", id="keys: back", tooltip="Go back; everything is kept already"),
        Binding(
            "escape", "back", "back", show=False, id="keys: escape", tooltip="Go back; everything is kept already"
        ),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[Action] = []
        self.at = 0
        self.asking = False
        """The next key that is pressed is the new one."""
        self.sure = False
        self.note = ""

    def on_mount(self) -> None:
        self.actions = [action for action in catalogue().values() if not action.fixed]
        self.again()

    def head(self) -> tuple[str, str]:
        change = f"{self.key_for('keys: change', 'enter')} changes a key"
        return "Keys", "press the new key; Esc leaves it as it is" if self.asking else change

    @property
    def chosen(self) -> Action | None:
        return self.actions[self.at] if self.actions else None

    def write(self, canvas: Canvas) -> None:
        noun = ""
        for number, action in enumerate(self.actions):
            first = action.id.partition(": ")[0]
            if first != noun:
                noun = first
                canvas.put()
                title = "On every screen" if noun == "screen" else noun[:1].upper() + noun[1:]
                canvas.put(canvas.line().add(f" {title}", "bold $tt-accent"))
            self._line(canvas, number, action)
        canvas.put()
        canvas.write("Arrows, page keys and Esc stay what they are.", "$tt-dim", indent=1)

    def _line(self, canvas: Canvas, number: int, action: Action) -> None:
        here = number == self.at
        ground = " on $tt-mark" if here else ""
        what = ("key", number)
        given = self.tabletop.settings.keymap.get(action.id, "")
        line = canvas.line().add(" ▸ " if here else "   ", f"bold $tt-accent{ground}", what)
        line.add(called(action.id).partition(": ")[2], f"bold{ground}", what, room=18).to(22, ground.strip())
        usual = " ".join(key_name(key) for key in action.key.split(",") if key not in FIXED)
        if here and self.asking:
            line.add("press a key", f"bold reverse $tt-warn{ground}", what).to(36, ground.strip())
        elif given:
            line.add(key_name(given), f"bold $tt-warn{ground}", what)
            line.add(f"  was {usual}", ground.strip() or "$tt-dim", what).to(36, ground.strip())
        else:
            line.add(usual, f"bold{ground}", what).to(36, ground.strip())
        line.add(self.note if here and self.note else action.says, ground.strip() or "$tt-dim", what)
        canvas.put(line.to(canvas.width, ground.strip()))

    # ------------------------------------------------------------------ changing

    def on_key(self, event: Key) -> None:
        if self.cramped or not self.asking:
            return
        event.stop()
        event.prevent_default()
        self._take(event.key)

    def _take(self, key: str) -> None:
        action = self.chosen
        self.asking = False
        if action is None or key == "escape":
            self._show("")
            return
        key = character(key) or key
        keymap = dict(self.tabletop.settings.keymap)
        wrong = refusal(action.id, key, {name: given for name, given in keymap.items() if name != action.id})
        if wrong:
            self._show(wrong)
            self.tell(wrong, bad=True)
            return
        keymap[action.id] = key
        if key in action.key.split(","):
            del keymap[action.id]
        self._use(keymap)

    def _use(self, keymap: dict[str, str]) -> None:
        trouble = self.tabletop.choose_keys(keymap)
        if trouble:
            self.tell(trouble, bad=True)
        self._show("")

    def _show(self, note: str) -> None:
        self.note, self.sure = note, False
        self.query_one("#top").show(*self.head())  # type: ignore[attr-defined]
        self.query_one(Sheet).repaint(layout=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.asking and action != "change":
            return None
        keymap = self.tabletop.settings.keymap
        if action == "reset" and (self.chosen is None or self.chosen.id not in keymap):
            return None
        if action == "reset_all" and not keymap:
            return None
        return super().check_action(action, parameters)

    def about(self) -> Iterable[tuple[str, str]]:
        action = self.chosen
        if action is None:
            return ()
        on = sorted({screen_name(screen) for screen in action.screens} - {"page", "closer", "shared"})
        return [(called(action.id), f"{action.says}. On: {', '.join(on)}.")]

    def action_change(self) -> None:
        if self.chosen is not None:
            self.asking = True
            self._show("")

    def action_move(self, by: int) -> None:
        if not self.actions:
            return
        count = len(self.actions)
        self.at = (self.at + by) % count if abs(by) == 1 else min(max(self.at + by, 0), count - 1)
        self._show("")
        self._into_sight()

    def _into_sight(self) -> None:
        """Scroll so that the line under the cursor is seen, with the heading above it."""
        canvas = self.query_one(Sheet).canvas(self.query_one(Sheet).content_size.width)
        row = next((spot.row for spot in canvas.spots if spot.what == ("key", self.at)), 0)
        view = self.query_one(VerticalScroll)
        top, height = round(view.scroll_y), view.content_size.height
        if row - 2 < top:
            view.scroll_to(y=max(row - 2, 0), animate=False)
        elif row + 2 > top + height:
            view.scroll_to(y=row + 2 - height, animate=False)

    def on_painted_picked(self, message: Painted.Picked) -> None:
        if self.asking:
            return
        again, self.at = self.at == message.what[1], message.what[1]
        self._show("")
        if again:
            self.action_change()

    def action_reset(self) -> None:
        action = self.chosen
        if action is None:
            return
        keymap = {name: key for name, key in self.tabletop.settings.keymap.items() if name != action.id}
        for usual in action.key.split(","):
            wrong = refusal(action.id, usual, keymap)
            if wrong:
                self._show(wrong)
                self.tell(wrong, bad=True)
                return
        self._use(keymap)

    def action_reset_all(self) -> None:
        """Twice, for there may be many."""
        if not self.sure:
            self._show("")
            self.sure = True
            self.tell(f"Press {self.key_for('keys: reset all', 'x')} once more: all keys as they came.")
            return
        self._use({})
