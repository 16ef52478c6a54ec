"""The keys of the console. Six stand in the key line; all are in the list of commands."""

from __future__ import annotations

from typing import Final

from textual.binding import Binding, BindingType

from tabletop.tui.console.clockline import PAGES

_SAYS: Final = {
    "seats": "The seats, the door, hands up", "people": "Everybody by name", "talk": "Messages and proposals",
    "tray": "Cards to put on the table, with guidance", "table": "The crises with their guidance, the members",
    "notes": "Ratings and observations", "time": "Planned against actual time; rewind and fork",
}  # fmt: skip

_HIDDEN: Final = (
    ("N", "phase", "phase", "Another phase: skip, or go back to one"),
    ("e", "extend(60)", "a minute more", "One more minute for this phase"),
    ("E", "extend_by", "extend", "So many minutes more or less for this phase"),
    ("r", "resolve", "resolve now", "Play the turn now; seats that have not chosen hold"),
    ("w", "words", "private words", "Private words to the seat or person under the cursor, or to others"),
    ("a", "admit", "let in", "Let in whoever is under the cursor, else the first at the door"),
    ("A", "admit_all", "let all in", "Let everybody at the door in, on the emptiest seats"),
    ("h", "hand", "computer player", "Hand the seat under the cursor to a computer player, or back to its people"),
    ("M", "mute", "mute", "Mute whoever is under the cursor, or unmute: may they send messages?"),
    ("o", "observe", "note", "Note what you saw, with a seat if you like"),
    ("t", "rate", "rate", "Rate how a team did: P, S, M or U, by the observer's guide"),
    ("v", "overrule", "overrule", "Change a number of the board, with a reason that everybody reads"),
    ("u", "rewind", "rewind", "Back to the beginning of a turn; the game so far is kept"),
    ("k", "fork", "fork", "A new group that goes on from a turn; this one stays"),
    ("y", "practice", "practice turn", "A turn on other luck that counts for nothing; again: end it"),
    ("g", "group(1)", "next group", "Look at the next group"),
    ("F", "group(-1)", "group before", "Look at the group before"),
    ("G", "everywhere", "all groups", "Pause, extend, next phase and resolve: for all groups, or for this one again"),
    ("j", "door", "join page", "Address, code and picture, for the whole room to see"),
    ("m", "blank", "blank the room", "Make the room's screen blank, or show it again"),
    ("c", "comcheck", "comcheck", "Ask every line whether it is there, and see who answers"),
    ("d", "rehearse", "dry run", "Computer players in all seats, fast and apart from the class: how the game may go"),
    ("f", "forecast", "forecast", "What may come of the present board"),
    ("x", "export", "export", "The whole class as one file, to go on elsewhere"),
    ("l", "paper", "on paper", "Printable pages of the present state, if the machines fail"),
    ("s", "settings", "settings", "The door, what happens by itself, what people may do"),
    ("z", "end", "end", "End the class for everybody; asks first"),
    ("Z", "declassify", "declassify", "Open all secrets to everybody, at the end; asks twice"),
)

KEYS: Final[list[BindingType]] = [
    Binding("enter", "do", "do …", id="console: do", tooltip="What can be done with the line under the cursor"),
    Binding("n", "next", "next phase", id="console: next", tooltip="Go on to the next phase"),
    Binding("p", "pause", "pause", id="console: pause", tooltip="Stop the clock, or let it go on"),
    Binding("i", "inject", "inject", id="console: inject", tooltip="A card or words of your own: now, later or held"),
    Binding("b", "hide", "hide", id="console: hide", tooltip="Hide this screen at once; the class goes on"),
    *(
        Binding(key, action, label, show=False, id=f"console: {label}", tooltip=says)
        for key, action, label, says in _HIDDEN
    ),
    *(
        Binding(str(place), f"page('{name}')", name, show=False, id=f"console: {name}", tooltip=_SAYS[name])
        for place, name in enumerate(PAGES, 1)
    ),
    Binding("tab", "turn(1)", "next page", show=False, id="console: next page", tooltip="The next page"),
    Binding("shift+tab", "turn(-1)", "page before", show=False, id="console: page before", tooltip="The page before"),
    Binding("right", "turn(1)", "next page", show=False, id="console: right", tooltip="The next page"),
    Binding("left", "turn(-1)", "page before", show=False, id="console: left", tooltip="The page before"),
    Binding("up", "move(-1)", "up", show=False, id="console: up", tooltip="Move"),
    Binding("down", "move(1)", "down", show=False, id="console: down", tooltip="Move"),
    Binding("pageup", "move(-10)", "up", show=False, id="console: page up", tooltip="Move"),
    Binding("pagedown", "move(10)", "down", show=False, id="console: page down", tooltip="Move"),
    Binding("q", "leave", "stop hosting", show=False, id="console: leave", tooltip="Stop hosting; everything is kept"),
    Binding("escape", "escape", "back", show=False, id="console: escape", tooltip="One step back"),
]  # fmt: skip
