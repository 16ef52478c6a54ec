"""The lines around a seat's table: who and when at the top, the tabs, and the class in the place of one's own move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len

from tabletop.host.client import words as w
from tabletop.host.client.news import choice_told
from tabletop.tui.canvas import Canvas
from tabletop.tui.text import fit
from tabletop.tui.widgets.bars import TopLine
from tabletop.tui.widgets.indices import Tabs

if TYPE_CHECKING:
    from tabletop.tui.join.app import JoinApp

SOON: Final = 60.0
"""Seconds before the end of a phase from which its clock warns."""


def phase_words(app: JoinApp) -> tuple[str, str, str]:
    """The phase, its clock, and the clock's style: “Caucus”, “5:12 left”."""
    phase, left = app.line.part("phase"), app.line.left()
    name = w.phase_name(str(phase.get("phase", "")))
    if phase.get("paused") and name != "Lobby":
        return name, "paused" if left is None else f"paused at {w.clock_text(left)}", "bold $tt-warn"
    if left is None or name == "End":
        return name, "", ""
    if left <= 0:
        return name, f"{w.clock_text(left)} over" if left <= -1 else "time is up", "bold $tt-bad"
    return name, f"{w.clock_text(left)} left", "bold $tt-warn" if left <= SOON else "bold"


def marks(app: JoinApp) -> list[tuple[str, str]]:
    """What one should know before anything else: the line, things unsent, a blank screen, practice."""
    line, found = app.line, []
    if line.link.kind in ("waiting", "distrusted", "gone"):
        found.append(("✗ line broken, trying again" if line.link.kind == "waiting" else "✗ no line", "bold $tt-bad"))
    elif line.link.kind == "polling":
        found.append(("slow line", "$tt-warn"))
    if line.unsent and not line.link.holds:
        found.append((f"{line.unsent} unsent", "bold $tt-warn"))
    if line.part("class").get("blank"):
        found.append(("look up", "bold $tt-warn"))
    if line.part("phase").get("practice"):
        found.append(("practice", "bold $tt-warn"))
    if line.part("me").get("muted"):
        found.append(("muted", "bold $tt-warn"))
    return found


class SeatTop(TopLine):
    """Who one is, the phase with its countdown, and what must not be missed; then act and turn where there is room."""

    def paint(self, canvas: Canvas) -> None:
        app: Any = self.app
        words: tuple[str, str] = getattr(self.screen, "top_words", (self.title, self.note))
        name, clock, style = phase_words(app)
        told = [(name, "bold"), *([(clock, style)] if clock else []), *marks(app)]
        taken = sum(cell_len(text) + 2 for text, _ in told)
        line = canvas.line().add(" ").add(words[0], "bold $tt-accent", room=max(canvas.width - taken - 3, 12))
        for text, how in told:
            line.add("  ").add(text, how)
        room = canvas.width - line.at - 4
        # What is cut says nothing: the turn alone is better than half an act.
        note = next((text for text in (words[1], words[1].rpartition(" · ")[2]) if cell_len(text) <= room), "")
        canvas.put(line.right(f"{note} ", "$tt-dim") if note else line)


class SeatTabs(Tabs):
    """The panels by number, talk and class among them; what is unread stands beside the name."""

    NAMES: tuple[tuple[str, str], ...] = (
        ("1", "Crises"), ("2", "Alliance"), ("3", "Region"), ("4", "Brief"), ("5", "History"), ("6", "Talk"),
        ("7", "Class"),
    )  # fmt: skip
    BINDING: Final = {
        "1": "table: crises panel", "2": "table: alliance panel", "3": "table: region panel", "4": "table: brief panel",
        "5": "table: history panel", "6": "seat: talk", "7": "seat: class",
    }  # fmt: skip

    def paint(self, canvas: Canvas) -> None:
        screen: Any = self.screen
        fresh = {"6": screen.unread, "7": screen.calls}
        line = canvas.line()
        for key, name in self.NAMES:
            here = key == self.at
            shown = self.key_for(self.BINDING[key], key)
            line.add(f" {shown} ", "bold $tt-accent" + (" on $tt-mark" if here else ""), ("tab", key))
            line.add(name, "bold on $tt-mark" if here else "", ("tab", key))
            if fresh.get(key):
                line.add(f" +{fresh[key]}" if key == "6" else " !", "bold $tt-warn", ("tab", key))
            line.add(" ")
        note = self.note if canvas.width >= 100 else self.note.replace(" of ", "/").replace(" committed", " ✓")
        room = canvas.width - line.at - cell_len(note) - 3
        if room >= 12:
            line.to(canvas.width - cell_len(note) - (14 if note else 11))
            key = self.key_for("table: numbers", "x")
            line.add(f" {key} ", "bold $tt-accent", ("point", 1)).add("numbers", "", ("point", 1))
        if cell_len(note) <= canvas.width - line.at - 1:
            line.right(note, "$tt-dim")
        canvas.put(line)


def committed(app: JoinApp) -> str:
    """“2 of 3 committed”, of the seats that people play."""
    seats = [one for one in app.line.part("table").get("seats") or () if isinstance(one, dict)]
    people = [one for one in seats if one.get("by") != "npc"]
    if not app.sitting.open or not people:
        return ""
    return f"{sum(bool(one.get('committed')) for one in people)} of {len(people)} committed"


def draw_class(canvas: Canvas, app: JoinApp, keys: dict[str, str]) -> None:
    """In the place of one's own move, where there is none to make: what goes on, and who is waited for."""
    me, sitting = app.line.part("me"), app.sitting
    phase = phase_words(app)[0]
    sealed = sitting.committed and sitting.open
    title = "✓ Your seat has committed" if sealed else phase
    talk = f"{keys['talk']} talk  {keys['class']} class"
    if app.ended:
        talk = f"{keys['end']} the end  {talk}"
    canvas.rule(title, note=f"{keys['undo']} takes it back  {talk}" if sealed and me.get("speaker") else talk)
    choice = sitting.view("").choice if sealed else None
    if choice is not None:
        canvas.write(choice_told(choice.as_json(), app.names), "bold", indent=2, most=2)
    hint = str(me.get("hint") or "")
    if hint and not sealed:
        canvas.write(hint, indent=2, most=2)
    if app.trouble:
        canvas.write(app.trouble, "bold $tt-bad", indent=2, most=2)
    draw_seats(canvas, app)


def draw_seats(canvas: Canvas, app: JoinApp) -> None:
    """Every seat with what it is doing, in two columns where there is room."""
    view, choosing = app.sitting.view(""), app.sitting.open
    across = 2 if canvas.width >= 76 else 1
    wide = canvas.width // across
    cells = []
    for one in app.line.part("table").get("seats") or ():
        if not isinstance(one, dict):
            continue
        member = next((m for m in view.members if m.seat == one.get("seat")), None)
        mark = "✓" if one.get("committed") and choosing else "·"
        colour = f"$tt-{member.colour}" if member else ""
        name = f"{member.emblem} {member.name}" if member else str(one.get("name"))
        cells.append((mark, name, colour, w.standing(one, choosing, short=wide < 46)))
    for row in range(0, len(cells), across):
        line = canvas.line()
        for place, (mark, name, colour, told) in enumerate(cells[row : row + across]):
            line.to(place * wide).add(f"  {mark} ", "bold $tt-good" if mark == "✓" else "$tt-dim")
            line.add(fit(name, 16), f"bold {colour}" if colour else "bold").to(place * wide + 21)
            line.add(told, "$tt-dim", room=wide - 22)
        canvas.put(line)
