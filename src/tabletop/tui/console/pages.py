"""Pages to read: a card with its guidance, whole; the check of the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.binding import Binding

from tabletop.tui.canvas import Canvas
from tabletop.tui.console.own import OwnPage
from tabletop.tui.text import joined


class Guidance(OwnPage):
    """A card as its author wrote it, for whoever leads."""

    TOPIC: ClassVar[str] = "guidance"
    BINDINGS = [Binding("enter", "back", "back", id="guidance: back", tooltip="Back")]

    def __init__(self, card: str) -> None:
        super().__init__()
        self.card = card

    def head(self) -> tuple[str, str]:
        card = self.console_app.access.classroom.campaign.deck.get(self.card)
        return (card.title, str(card.domain)) if card else ("", "")

    def write(self, canvas: Canvas) -> None:
        card = self.console_app.access.classroom.campaign.deck.get(self.card)
        if card is None:
            canvas.write("This card is not in the deck.", "$tt-dim", indent=1)
            return
        notes = card.facilitator
        canvas.put()
        for title, text, style in (
            ("Purpose", notes and notes.purpose, ""), ("Expect", notes and notes.expect, ""),
            ("Skip it if", notes and notes.skip_if, "$tt-warn"), ("Situation", card.situation, ""),
            ("Law", card.law, ""), ("Who pays", card.who_pays, ""),
        ):  # fmt: skip
            if text:
                canvas.put(canvas.line().add(f" {title}", "bold"))
                canvas.write(joined(str(text)), style, indent=3)
                canvas.put()
        briefs = dict(card.briefs or {})
        names = {member.id: member.name for member in self.console_app.access.classroom.campaign.members}
        for seat, text in briefs.items():
            canvas.put(canvas.line().add(f" Only {names.get(seat, seat)} knows", "bold $tt-accent"))
            canvas.write(joined(str(text)), indent=3)
            canvas.put()
        if card.discuss:
            canvas.put(canvas.line().add(" To talk about", "bold"))
            for question in card.discuss:
                canvas.write(joined(question), indent=3)


class Comcheck(OwnPage):
    """The pages of the seats answer by themselves; who is missing stands first."""

    TOPIC: ClassVar[str] = "comcheck"
    BINDINGS = [Binding("enter", "back", "back", id="comcheck: back", tooltip="Back to the console")]

    def head(self) -> tuple[str, str]:
        check = self.seen.part("comcheck")
        heard, missing = dict(check.get("heard", {})), list(check.get("missing", ()))
        return "Comcheck", f"{len(heard)} of {len(heard) + len(missing)} answered"

    def changed(self) -> None:
        self.redraw()

    def write(self, canvas: Canvas) -> None:
        check = self.seen.part("comcheck")
        heard, missing = dict(check.get("heard", {})), list(check.get("missing", ()))
        people = {str(one["person"]): one for one in self.seen.people}
        canvas.put()
        if not heard and not missing:
            canvas.write("Nobody has joined yet: there is no line to check.", "$tt-dim", indent=1)
            return
        if missing:
            canvas.rule("No answer yet", note="asleep, closed, or without network")
            for who in missing:
                self._line(canvas, people.get(who, {"name": who}), "…", "$tt-warn")
            canvas.put()
        canvas.rule("Heard")
        for who, seconds in sorted(heard.items(), key=lambda one: float(one[1])):
            self._line(canvas, people.get(who, {"name": who}), f"✓ after {float(seconds):.1f} s", "$tt-good")
        if not heard:
            canvas.write("Nobody yet.", "$tt-dim", indent=3)

    def _line(self, canvas: Canvas, one: Mapping[str, Any], word: str, style: str) -> None:
        line = canvas.line().add("   ").add(str(one.get("name", "")), "bold", room=30).to(36)
        line.add(self.seen.names.get(str(one.get("seat")), ""), "$tt-dim", room=24).to(62)
        canvas.put(line.add(word, style))
