"""What changes something: seal, take back, notes, reports, forks, and leaving."""

from __future__ import annotations

from pathlib import Path

from tabletop.plain.here import Here, Next, Puzzled
from tabletop.plain.moves import in_words


def seal(here: Here, words: list[str]) -> Next | None:
    """Seal the move, after it has been said once more and answered with yes."""
    if here.draft is None:
        raise Puzzled("Nothing is chosen yet. choose begins, hold stays out.")
    here.paper.say(in_words(here, here.draft))
    if not here.sitting.kept and not here.sitting.played_on:
        here.paper.say("This game is not stored: it can be played, and is gone when you leave.")
        here.sitting.played_on = True
    if not (words and words[0].lower() in ("yes", "y", "now")) and not yes(here, "Seal it? yes or no:"):
        here.paper.say("Not sealed.")
        return None
    here.sitting.seal(here.seat, here.draft)
    return Next.PLAYED


def yes(here: Here, question: str) -> bool:
    """Ask until it is yes or no; an empty line is no."""
    while True:
        word = here.keyboard.ask(question).lower()
        if word in ("yes", "y"):
            return True
        if word in ("no", "n", "", "cancel", "stop", "back"):
            return False
        here.paper.say("Please type yes or no.")


def undo(here: Here) -> Next | None:
    """Take back the last turn; at a shared screen after asking, for it takes back everybody's move."""
    sitting = here.sitting
    if sitting.shared and not yes(here, "That opens the turn again for everybody. Sure? yes or no:"):
        here.paper.say("Nothing was taken back.")
        return None
    sitting.undo()
    here.fresh()
    here.paper.say(f"Taken back: turn {sitting.turn} is open again. redo brings it back.")
    return Next.CHANGED


def redo(here: Here) -> Next | None:
    """Bring back what was taken back last."""
    here.sitting.redo()
    here.fresh()
    here.paper.say("Brought back.")
    return Next.CHANGED


def note(here: Here, words: list[str]) -> None:
    """Keep a remark with the game."""
    if not words:
        raise Puzzled("What is to be noted? Like: note Delmar promised to join the summit.")
    here.sitting.note(" ".join(words))
    readers = " Everybody at the table can read it." if here.sitting.shared else ""
    kept = "Noted." if here.sitting.kept else "Noted, but this game is not kept: only a report will hold it."
    here.paper.say(kept + readers)


def notes(here: Here) -> None:
    """The remarks so far."""
    found = here.sitting.notes()
    here.paper.heading("Notes")
    if not found:
        here.paper.say("None yet. note TEXT keeps one.")
    for place, (turn, seat, text) in enumerate(found, 1):
        here.paper.item(place, f"Turn {turn}{f', {here.names.member(seat)}' if seat else ''}: {text}")


def report(here: Here, words: list[str]) -> None:
    """Write the report of the game; a file that is there already is asked about."""
    if not words:
        raise Puzzled("Into which file? Like: report game.html. The ending can be .md, .html, .csv or .json.")
    from tabletop.report import form_of, gather, write

    path = Path(" ".join(words).strip("\"'")).expanduser()
    form_of(path)
    there = path.exists()
    if there and not yes(here, f"{path} is there already. Write over it? yes or no:"):
        here.paper.say("Nothing was written.")
        return
    sitting = here.sitting
    found = sitting.aftermath() if sitting.over else None
    write(gather(sitting.game, sitting.npc, aftermath=found, session=sitting.name), path, force=there)
    here.paper.say(f"Written: {path}")
    if not sitting.over:
        here.paper.say("The game goes on, so it holds only what everybody may know.")


def fork(here: Here, words: list[str]) -> Next | None:
    """A new game from the start of a turn; the old one stays."""
    sitting = here.sitting
    if not words:
        raise Puzzled(f"From which turn? fork 1 to fork {sitting.turn}. This game stays as it is.")
    turn = here.place(words[-1], sitting.turn, "turn") + 1
    fresh = here.desk.fork(sitting, turn)
    if sitting.name:
        here.paper.say(f"The game so far stays as it is: tabletop resume {sitting.name} --plain")
    here.paper.say(f"A new game goes on from the start of turn {turn}.")
    sitting.close()
    here.sitting = fresh
    return Next.OTHER


def again(here: Here) -> Next | None:
    """The same game once more."""
    wish = here.sitting.again()
    fresh = here.desk.begin(wish)
    here.sitting.close()
    here.sitting = fresh
    here.paper.say("The same game, with the same luck, from the beginning.")
    return Next.OTHER


def new(here: Here) -> Next | None:
    return Next.NEW


def leave(here: Here) -> Next | None:
    return Next.LEAVE


def leave_all(here: Here) -> Next | None:
    return Next.QUIT


def curtain(here: Here, words: list[str]) -> None:
    """Empty lines between two people, or none."""
    word = words[0].lower() if words else ""
    if word not in ("on", "off"):
        raise Puzzled("Say curtain on or curtain off.")
    here.curtain = word == "on"
    here.paper.say("Empty lines stand between two people." if here.curtain else "No empty lines between two people.")
