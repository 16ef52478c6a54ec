"""One game at the table, from the first card to the last question."""

from __future__ import annotations

from collections.abc import Callable

from tabletop.errors import TabletopError
from tabletop.plain import acts, board, ending, guide, past
from tabletop.plain.commands import obey
from tabletop.plain.here import Here, Next, Puzzled
from tabletop.telling.sentences import listed

CURTAIN = 60
"""Empty lines between two people: more than a screen."""
COMMANDS = (
    "What the lessons ask for is typed: read, odds, compare and why to look; choose confidence, choose bilateral, "
    "choose multilateral or choose track2 to choose, choose and a name for another partner, effort 2 to spend more; "
    "seal to hand it in."
)
"""Said where cards teach the game."""


def play(here: Here) -> Next:
    """Play `here.sitting`, and whatever takes its place, until it is left: LEAVE, QUIT or NEW."""
    told: set[tuple[int, str]] = set()
    _greet(here)
    while True:
        what = _end(here) if here.sitting.over else _turn(here, told)
        if what in (Next.LEAVE, Next.QUIT, Next.NEW):
            return what
        if what is Next.OTHER:
            told.clear()
            _greet(here)


def _greet(here: Here) -> None:
    """What is played, by whom, and what is to be known at a shared screen."""
    sitting, paper = here.sitting, here.paper
    here.sit("room" if sitting.shared or not sitting.people else sitting.people[0])
    here.film = 0
    view = here.view
    paper.heading(f"{view.title}, level {view.level}")
    if sitting.trouble:
        paper.say(sitting.trouble)
    if sitting.notice:
        paper.say(sitting.notice)
    if sitting.over:
        return
    names = [view.member(seat).name for seat in sitting.people]
    if sitting.shared:
        paper.say(f"At this keyboard: {listed(names)}. The others are played by the computer.")
        paper.say(
            "Each chooses in secret. What was printed can be scrolled back to: agree that nobody does. "
            f"Between two people {CURTAIN} empty lines are printed; curtain off stops that."
        )
    elif names:
        paper.say(f"You are {names[0]}: {view.member(sitting.people[0]).title}. brief tells what only you know.")
    else:
        paper.say("Nobody plays here; you can only look.")
    paper.say("help lists the commands, help game tells how the game works.")
    if any(crisis.lesson for crisis in view.crises):
        paper.say(COMMANDS)


def _turn(here: Here, told: set[tuple[int, str]]) -> Next:
    """One seat's move; when it was the last, the turn is played and told."""
    sitting = here.sitting
    waiting = sitting.waiting
    if sitting.people and not waiting:
        return _catch_up(here)
    seat = waiting[0] if waiting else "room"
    if sitting.shared:
        what = _hand_over(here, seat)
        if what is not None:
            return what
    here.sit(seat)
    if (sitting.turn, seat) not in told:
        told.add((sitting.turn, seat))
        guide.story(here)
    here.paper.gap()
    board.status(here)
    return _move(here, lambda: bool(waiting) and seat not in sitting.waiting)


def _move(here: Here, sealed: Callable[[], bool] = lambda: False) -> Next:
    """Ask until the move is made; when it was the last, the turn is told. `sealed`: it is, though nothing followed."""
    turns = here.sitting.turns_played()
    while True:
        what = _ask(here, _prompt(here))
        if what is Next.PLAYED:
            _played(here, turns)
        if what is not None:
            return what
        if sealed():
            return Next.CHANGED  # what follows could not be stored


def _catch_up(here: Here) -> Next:
    """All have chosen, and the turn could not be stored: it is tried again until it can be, or one leaves."""
    before = here.sitting.turns_played()
    while True:
        try:
            here.sitting.catch_up()
        except TabletopError as error:
            here.paper.say(str(error))
        else:
            _played(here, before)
            return Next.PLAYED
        if here.keyboard.ask("Enter tries again; quit leaves:").lower() in ("quit", "q", "leave", "pause", "exit"):
            return Next.LEAVE


def _prompt(here: Here) -> str:
    """What is awaited."""
    who = here.view.me.name if here.view.me else "Spectator"
    awaited = "What do you do?" if here.draft is None else "Your move is not sealed yet. What do you do?"
    return f"{who}, turn {here.sitting.turn}. {awaited}"


def _ask(here: Here, prompt: str) -> Next | None:
    line = here.keyboard.ask(prompt)
    if not line:
        first = "choose begins your move; " if here.draft is None else "seal seals your move; "
        here.paper.say(f"{'' if here.sitting.over else first}help lists the commands.")
        return None
    return obey(here, line)


def _played(here: Here, before: int) -> None:
    """After sealing: the turn is told when it was played, to everybody."""
    sitting = here.sitting
    mine = here.names.member(here.seat)
    here.sit("room" if sitting.shared else here.seat)
    turns = sitting.turns_played()
    if turns == before:
        here.paper.say(f"{mine} has chosen.")
        return
    if sitting.shared:
        _cover(here)
        here.paper.heading(f"All have chosen. Turn {turns} is played; everybody may read this")
    else:
        here.paper.heading(f"Sealed. Turn {turns} is played")
    past.tell_turn(here, turns)
    closed = [move.card for move in sitting.played(turns, here.past).moves if move.end]
    if past.told_of(here, closed):
        here.paper.say("happened tells what really came of it in history.")


def _cover(here: Here) -> None:
    if here.curtain:
        here.paper.blank(CURTAIN)


# ---------------------------------------------------------------- several people


def _hand_over(here: Here, seat: str) -> Next | None:
    """Wait until the next person says they are ready; nobody's secrets are at hand meanwhile."""
    alone = here.sitting.turns_played() == 0 and len(here.sitting.waiting) == len(here.sitting.people)
    here.sit("room")
    if not alone and len(here.sitting.waiting) < len(here.sitting.people):
        _cover(here)
    name = here.view.member(seat).name
    here.paper.heading(f"The keyboard goes to {name}. Everybody else looks away")
    while True:
        line = here.keyboard.ask(f"{name}, type ready:")
        word, _, rest = line.lower().partition(" ")
        if word in ("", "ready", "r", "yes", "y", name.lower()):
            if word:
                return None
            here.paper.say(f"{name} types ready. status, history, note, notes, change NAME, undo and quit work here.")
            continue
        if word == "change":
            what = _change(here, rest)
            if what is not None:
                return what
            continue
        if word in _AT_HAND_OVER:
            what = obey(here, line)
            if what is not None:
                return what
            continue
        here.paper.say(f"{name} types ready. status, history, note, notes, change NAME, undo and quit work here.")


_AT_HAND_OVER = (
    "status", "history", "next", "previous", "why", "note", "notes", "undo", "redo", "report", "curtain", "fork",
    "quit", "q", "pause", "leave", "exit",
)  # fmt: skip


def _change(here: Here, name: str) -> Next | None:
    """Somebody who has sealed wants to choose again."""
    sitting = here.sitting
    sealed = [seat for seat in sitting.people if seat not in sitting.waiting]
    if not name.strip():
        here.paper.say("Who chooses again? Like: change " + here.view.members[0].name.lower())
        return None
    try:
        seat = here.member(name.strip())
        if seat not in sealed:
            raise Puzzled("Only who has sealed a move can change it.")
    except Puzzled as puzzled:
        here.paper.say(str(puzzled))
        return None
    title = here.view.member(seat).name
    here.paper.say(f"{title} chooses again. Everybody else looks away.")
    if not acts.yes(here, f"{title}, are you at the keyboard? yes or no:"):
        return None
    here.sit(seat)
    here.draft = here.view.choice
    board.status(here)
    return _move(here)


# ---------------------------------------------------------------- the end


def _end(here: Here) -> Next:
    """Everything is open now; one may look, go back, or begin again."""
    sitting = here.sitting
    here.sit("room" if sitting.shared or not sitting.people else sitting.people[0])
    try:
        ending.ending(here)
    except TabletopError as error:
        here.paper.say(str(error))
    here.paper.gap()
    here.paper.say(
        "again plays the same luck once more, fork 3 goes on from turn 3, report game.html keeps it, "
        "new begins another game, quit leaves; help lists the rest."
    )
    if past.told_of(here, past.left_the_table(here)):
        here.paper.say("happened tells what really came of each crisis.")
    while True:
        what = _ask(here, "The game is over. What do you do?")
        if what is not None:
            return what
