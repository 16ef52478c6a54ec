"""What is told without being asked, and help: the story of a turn, the commands, the game in short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tabletop.plain import board
from tabletop.plain.here import Here
from tabletop.plain.speech import a, spoken, value
from tabletop.telling.authored import follows
from tabletop.telling.sentences import counted, opened
from tabletop.telling.words import FEATURE, FEATURE_HINT, STRATEGIES, STRATEGY, STRATEGY_HINT

MORE: Final = {
    "help": "help alone lists the commands. Any command may be cut short as long as only one begins so.",
    "look": "It prints the two lines of status, then crises, members, region and treaty.",
    "crises": "crises 2 reads the second crisis. A number alone does so, too, while the list is the last one shown.",
    "read": "The story, what only you know, the lesson, marks and stakes, the law, who pays, and what each way of "
    "working would be called here.",
    "members": "members alone lists them; a name or a number tells all of one.",
    "choose": "choose alone asks for crisis, way, partner, tactic, clause and effort, as far as the level has them. "
    "In one line the parts come in any order, and may be cut short: choose 1 bilateral delmar interest effort 2. "
    "The first number is the crisis. What is left out stays as it was, or is chosen sensibly. Nothing is sealed yet.",
    "odds": "odds alone explains the move you have chosen. odds 1 summit effort 2 explains another and does not choose "
    "it. The forecast knows what your seat may know, no more; it says what it assumes of the others.",
    "compare": "compare 2 compares the ways on the second crisis. A number chooses that way.",
    "hold": "Who holds spends nothing and gathers half a means more. Others notice, most of all those in danger.",
    "seal": "seal says your move once more and asks. seal yes does not ask. Then the others choose, the dice fall, and "
    "the turn is told.",
    "undo": "In a game of your own undo takes back the last turn, or what you sealed. At a shared screen it opens "
    "the turn again for everybody.",
    "why": "why alone lists what changed. why 3, why cohesion, why support delmar, why trust delmar corvina, why step "
    "1: the terms of one number. Then a number tells the rule behind a term. why rule R3: what a rule says, its "
    "formula with the numbers of this game, and its source. turn 2 at the end asks about an earlier turn: why cohesion "
    "turn 2.",
    "history": "history alone lists the turns. history 3, or a number, tells one turn whole: choices, talks, crises, "
    "numbers, reasons. next and previous go on from there.",
    "whatif": "whatif 3 delmar bilateral borealis, effort 2 tells the game beside the one that would have been: the "
    "same luck, and everybody else as they chose. What is left out stays as it was chosen. whatif side_deal=2 asks of "
    "a rule's number instead: everybody chooses as they did, under the other rule.",
    "happened": "Told only when a crisis has left the table, so that nobody plays by knowing how it went.",
    "note": "A note is kept with the game and its turn. It stands in the report, so everybody can read it.",
    "report": "While the game goes on the report holds what everybody may know; afterwards everything.",
    "fork": "The new game is the same up to the start of that turn, with the same luck. The old one stays as it is.",
    "leave": "Every move is stored the moment it is sealed. tabletop resume goes on with the latest game.",
    "quit": "Every move is stored the moment it is sealed. tabletop resume goes on with the latest game.",
}
"""What `help WORD` adds."""
_GROUPS: Final = (
    ("Your move", ("choose", "hold", "odds", "compare", "options", "seal", "undo", "redo")),
    (
        "Looking around",
        ("status", "look", "story", "crises", "read", "members", "trust", "region", "treaty", "indices", "brief"),
    ),
    ("How it ended", ("result", "numbers", "scores", "honours", "moments", "questions")),
    ("Looking back", ("why", "whatif", "history", "next", "previous", "happened", "notes")),
    ("The rest", ("help", "note", "report", "fork", "curtain", "again", "new", "leave", "quit")),
)

Entry = tuple[str, str, tuple[str, ...]]
"""A command's word, what it does, and its other words."""


Groups = Sequence[tuple[str, tuple[str, ...]]]
"""Titles, and the commands below each."""


def help_on(
    here: Here, words: Sequence[str], entries: Sequence[Entry], find: Callable[[str], str], groups: Groups = _GROUPS
) -> None:
    """The list of commands, one of them, or the game in short."""
    paper = here.paper
    if words and words[0].lower() in ("game", "rules"):
        game(here)
        return
    known = {word: (about, also) for word, about, also in entries}
    if words:
        word = find(words[0])
        about, also = known[word]
        paper.heading(f"{a(word)}: {about}.")
        if also:
            paper.say(f"Also: {', '.join(also)}.")
        paper.say(MORE.get(word, ""))
        return
    place = 0
    for title, group in groups:
        shown = [word for word in group if word in known]
        if shown:
            paper.heading(title)
        for word in shown:
            place += 1
            about, also = known[word]
            letter = next((name for name in also if len(name) == 1 and name.isalpha()), "")
            paper.item(place, f"{word}{f' or {letter}' if letter else ''}: {about}")
    paper.say("Words may be cut short. After a list, like this one, a number alone picks from it.")
    order = [word for _, group in groups for word in group if word in known]
    here.listed = lambda number: help_on(
        here, [order[here.place(str(number), len(order), "line")]], entries, find, groups
    )


def game(here: Here) -> None:
    """The game in short."""
    paper, view = here.paper, here.view
    paper.heading("The aim")
    paper.say(
        f"Two numbers decide the end. Cohesion: does the alliance hold together? Stability: does the region stay calm? "
        f"Both at {value(view.cohesion.goal, 0)} or more at the end is a win, and the lower one gives the grade. "
        f"Under {value(view.cohesion.floor, 0)} the alliance breaks, under {value(view.stability.floor, 0)} there is "
        "war. Besides, each member has a secret national objective."
    )
    paper.heading("A turn")
    paper.say(
        "Crises come. Every member chooses in secret which crisis it works on and how; those who choose the same "
        "crisis and the same way act together. Then the dice fall, and a die below the chance is a success. Crises "
        "move on their ladder of six steps; at the sixth they break out."
    )
    paper.heading("Ways of working")
    for place, word in enumerate(STRATEGIES, 1):
        paper.item(place, f"{STRATEGY[word]}: {STRATEGY_HINT[word]}.")
    paper.heading("The marks of a crisis, also called its pips, from 0 to 4")
    for place, (word, name) in enumerate(FEATURE.items(), 1):
        paper.item(place, f"{a(name)}, in the rules {word}: {FEATURE_HINT[word]}.")
    paper.gap()
    paper.say(
        "The sizes of all effects are design choices made for discussion; that a way of working works here is no "
        "evidence that it works in the world. why leads from every change to the rule behind it."
    )


# ---------------------------------------------------------------- the story of a turn


def story(here: Here) -> None:
    """What is new this turn: the act, and each new crisis with what the seat alone knows."""
    view, paper = here.view, here.paper
    dealt = [crisis for crisis in view.crises if crisis.since == view.turn]
    paper.heading(f"Turn {view.turn}, {view.act.title}")
    if view.act.turn == 1:
        if view.act.before:
            paper.tell(view.act.before)
            paper.gap()
        if view.act.why:
            paper.say(spoken(follows(view.act.why)))
            paper.gap()
        paper.tell(view.act.opening)
        paper.gap()
    count = "One new crisis" if len(dealt) == 1 else a(counted(len(dealt), "new crise"))
    paper.say(f"{count}." if dealt else "No new crisis: those on the table are the ones you know.")
    for sentence in opened(view):
        paper.say(spoken(sentence.text))
    for crisis in dealt:
        board.story(here, crisis)
    for index in (view.cohesion, view.stability):
        before = index.history[-1]
        if abs(index.value - before) >= 0.05:
            paper.say(f"That changes {index.name} from {value(before)} to {value(index.value)}.")
