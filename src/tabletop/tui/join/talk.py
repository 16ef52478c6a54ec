"""Messages: everything that this seat may read, the newest last."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll

from tabletop.host.client import words as w
from tabletop.host.client.news import pledge_told
from tabletop.tui.canvas import Canvas
from tabletop.tui.join.deeds import Deeds
from tabletop.tui.screens.page import Page, Sheet

_KINDS = {"whisper": "in private", "inject": "news", "press": "press"}


class Messages(Deeds, Page):
    """The talk of the class on a page; below it what was said in public for good."""

    TOPIC: ClassVar[str] = "seat"
    BINDINGS = [
        Binding("enter", "deed('say')", "write", id="talk: write", tooltip="Write a message"),
        Binding("a", "answer", "answer", id="talk: answer", tooltip="Answer who has written to you last"),
        Binding("o", "proposals", "proposals", id="talk: proposals", tooltip="Proposals and your votes"),
        Binding("q", "back", "back", id="page: back", tooltip="Go back"),
    ]

    def head(self) -> tuple[str, str]:
        return "Talk", f"{self.key_for('talk: write', 'enter')} writes"

    def on_mount(self) -> None:
        self.changed()
        self.call_after_refresh(self._down)

    def changed(self) -> None:
        messages = self._messages()
        self.joined.seen = max((int(one.get("n", 0)) for one in messages), default=self.joined.seen)
        page = self.query_one(VerticalScroll)
        below = page.max_scroll_y - page.scroll_y <= 2
        self.query_one(Sheet).repaint()
        self.refresh_bindings()
        if below:
            self.call_after_refresh(self._down)

    def _down(self) -> None:
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def _messages(self) -> list[dict[str, Any]]:
        return [one for one in self.part("talk").get("messages") or () if isinstance(one, dict)]

    def write(self, canvas: Canvas) -> None:
        me, found = self.part("me"), self._messages()
        earlier = self.part("talk").get("earlier")
        if earlier:
            canvas.write(f"{earlier} earlier ones are with the host.", "$tt-dim", indent=1)
        if not found:
            canvas.write("No messages yet.", "$tt-dim", indent=1)
        for one in found:
            who, whom = w.sender(one, self.member), w.receivers(one, me, self.member)
            line = canvas.line().add(" ").add(who[:1].upper() + who[1:], "bold $tt-accent", room=canvas.width // 2)
            line.add(f" to {whom}", room=canvas.width - line.at - 24)
            kind = _KINDS.get(str(one.get("kind")), "")
            line.add(f" · {kind}" if kind else "", "bold $tt-warn")
            at = one.get("at")
            when = time.strftime("%H:%M", time.localtime(at)) if isinstance(at, int | float) else ""
            canvas.put(line.right(f"turn {one.get('turn')} · {when} ", "$tt-dim"))
            if one.get("title"):
                canvas.write(str(one["title"]), "bold", indent=3)
            for part in str(one.get("text") or "").split("\n"):
                canvas.write(part, indent=3)
            canvas.put()
        self._public(canvas)

    def _public(self, canvas: Canvas) -> None:
        """Red lines, pledges and stands."""
        talk, names = self.part("talk"), self.joined.names
        rows = [(one, f"draws a red line: {one.get('text')}") for one in talk.get("red_lines") or ()]
        rows += [(one, f"pledges {pledge_told(one, names)}") for one in talk.get("pledges") or ()]
        rows += [(one, "took a line in public") for one in talk.get("stands") or ()]
        if rows:
            canvas.rule("Said in public")
        for one, text in rows:
            canvas.write(f"{self.member(str(one.get('seat')))} {text} (turn {one.get('turn')})", indent=1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        player = self.part("me").get("role") == "player"
        if action in ("deed", "answer") and not player:
            return False
        if action == "answer" and not self._last():
            return None
        return super().check_action(action, parameters)

    def _last(self) -> str:
        """The seat that has written to this one last."""
        own = self.part("me").get("seat")
        return next((str(m["from"]) for m in reversed(self._messages()) if m.get("from") not in ("", None, own)), "")

    def why_not(self, binding: Binding) -> str:
        return "Nobody has written yet." if binding.id == "talk: answer" else super().why_not(binding)

    def action_answer(self) -> None:
        self.run_worker(self._do_say([self._last()]), group="deed", exclusive=True)

    def action_proposals(self) -> None:
        from tabletop.tui.join.proposals import Proposals

        self.app.push_screen(Proposals())
