"""What F1 tells on the console, page by page."""

from __future__ import annotations

from typing import Final

FIRST: Final = (
    "The console",
    "You lead the class from here. Above stand the phases of the turn with the clock, which is the host's and the"
    " same for everybody; below is one page at a time, or several where there is room. Enter tells what can be "
    "done with the line under the cursor; all commands by name are in the list of commands. Everything that was "
    "confirmed is on the disk.",
)
PAGES: Final = {
    "seats": (
        "Seats",
        "★ speaks for the seat and commits; who is away has lost the line and comes back by itself. “thinks” counts "
        "from the beginning of the turn. A seat without people is played by a computer player. At the door stand those "
        "who have the code and wait; hands up are calls for you.",
    ),
    "people": (
        "People",
        "Move, make speaker, mute, rename, or erase a name: a pseudonym then stands for it in all that is kept.",
    ),
    "talk": (
        "Talk",
        "Everything said in the group, the newest first: § proposals, ¶ to the press, ~ private words, ▸ injects. "
        "Enter answers in private. Under the silence procedure a proposal is adopted unless somebody breaks the "
        "silence in time.",
    ),
    "tray": (
        "Tray",
        "Every card of the deck with its author's guidance. A card that is let out takes the first free place on the "
        "table, else it is the next turn's first. What is held waits until you let it out; minutes count by the "
        "group's clock.",
    ),
    "table": (
        "Table",
        "The crises with purpose, what to expect, when to skip and what to talk about. Any number can be overruled "
        "with a reason; both stand in the ledger for everybody. Cohesion and stability are made of others, and "
        "follow.",
    ),
    "notes": (
        "Notes",
        "P performed without challenge, S with some, M with major challenge, U unable. What each looks like stands "
        "below the list. Ratings and notes go into the report with the turn in which they were made.",
    ),
    "time": (
        "Time",
        "Planned against actual time. Enter on a turn goes back to its beginning; what was played until then is kept "
        "as its own session. A fork makes a new group from there and leaves this one as it is.",
    ),
}
