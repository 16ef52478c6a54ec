"""The words that can be typed at a table, and who answers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.errors import TabletopError
from tabletop.plain import acts, board, choosing, ending, guide, outlook, past, why, worth
from tabletop.plain.here import Here, Next, Puzzled
from tabletop.telling.moves import any_of, plain_name


class Instead(Exception):
    """Somebody left a question and gave a command instead."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


Answer = Callable[[Here, list[str]], "Next | None"]


@dataclass(frozen=True, slots=True)
class Command:
    """A word, what it does, and where it can be said: "turn" (one's own move), "end", or both."""

    word: str
    about: str
    answer: Answer
    when: tuple[str, ...] = ("turn", "end")
    also: tuple[str, ...] = ()
    """Other words for it, and its letter."""
    aside: bool = True
    """Whether it may be said while a question waits: it changes nothing."""


def _bare(work: Callable[[Here], None]) -> Answer:
    def answer(here: Here, words: list[str]) -> None:
        if words:
            here.paper.say(f"(“{shorten(' '.join(words))}” was not needed.)")
        work(here)

    return answer


def _one(work: Callable[[Here, str], None]) -> Answer:
    return lambda here, words: work(here, " ".join(words))


def _many(work: Callable[[Here, Sequence[str]], None]) -> Answer:
    return work


def _choose(here: Here, words: list[str]) -> Next | None:
    try:
        choosing.choose(here, words, lambda prompt: ask_aside(here, prompt))
    except Instead as instead:
        return obey(here, instead.line)
    return None


def _act(work: Callable[[Here], Next | None]) -> Answer:
    return lambda here, words: work(here)


def _help(here: Here, words: list[str]) -> None:
    shown = known(here)
    guide.help_on(here, words, [(one.word, one.about, one.also) for one in shown], lambda word: find(here, word).word)


def _whatif(here: Here, words: list[str]) -> None:
    from tabletop.plain.whatif import whatif

    whatif(here, words)


_TURN, _END = ("turn",), ("end",)
_LEAVE = ("pause", "home")

COMMANDS: Final[tuple[Command, ...]] = (
    Command("help", "this list; help WORD tells more; help game: how the game works", _help, also=("?",)),
    Command("status", "how it stands, in two lines", _bare(board.status), also=("s",)),
    Command("look", "the whole table: crises, members, region, treaty", _bare(board.look), also=("l", "table")),
    Command("story", "what was new this turn, once more", _bare(guide.story), _TURN),
    Command("crises", "the crises on the table", _one(board.crises)),
    Command("read", "one crisis, whole: read 1", _one(board.read), also=("r",)),
    Command("members", "the members; members NAME: one of them, whole", _one(board.members), also=("m",)),
    Command("trust", "who trusts whom; trust NAME: one member both ways", _one(board.trust), also=("t",)),
    Command("region", "tension, readiness and the rest; the neighbour", _bare(board.region)),
    Command("treaty", "how far the treaty is", _bare(board.treaty)),
    Command("indices", "cohesion and stability: parts and every turn", _bare(board.indices), also=("i",)),
    Command("brief", "your brief, red lines and secret objective", _bare(board.brief), _TURN, also=("b",)),
    Command("options", "everything you may choose", _bare(choosing.options), _TURN),
    Command("choose", "make a move: by questions, or in one line", _choose, _TURN, ("c", "move"), aside=False),
    Command("odds", "the chance with every term; odds 1 confidence: of another move", _many(worth.odds), _TURN, ("o",)),
    Command("compare", "all ways of working on a crisis, side by side", _many(worth.compare), _TURN),
    Command("outlook", "what may come: both numbers to the end, and the odds", _bare(outlook.outlook), _TURN, ("g",)),
    Command("coach", "what each choice would change; at the end, what cost you most", _bare(outlook.coach)),
    Command("hold", "choose to stay out this turn", _bare(worth.hold), _TURN, aside=False),
    Command("seal", "seal the move; seal yes does not ask back", acts.seal, _TURN, aside=False),
    Command("undo", "take back the last turn", _act(acts.undo), also=("u",), aside=False),
    Command("redo", "bring back what undo took", _act(acts.redo), aside=False),
    Command("why", "why numbers changed, term by term; why rule R3", _many(why.why), also=("w",)),
    Command("result", "outcome, grade and the story of the end", _bare(ending.result), _END),
    Command("numbers", "cohesion and stability, turn by turn", _bare(ending.numbers), _END),
    Command("scores", "national scorecards, objectives revealed", _bare(ending.scores), _END),
    Command("honours", "what was done well", _bare(ending.honours), _END),
    Command("moments", "where the game turned; luck and judgement", _bare(ending.moments), _END, ("luck",)),
    Command("questions", "what to talk about", _bare(ending.questions), _END),
    Command("whatif", "what if: whatif 3 NAME hold, or a rule's number: whatif side_deal=2", _whatif, _END),
    Command("history", "every turn so far; history 3: that turn, whole", _many(past.history), also=("h",)),
    Command("next", "after history: the next turn", _bare(lambda here: past.step(here, 1))),
    Command("previous", "after history: the turn before", _bare(lambda here: past.step(here, -1))),
    Command("happened", "what really happened, where a campaign is historical", _many(past.happened)),
    Command("note", "keep a remark: note TEXT", acts.note, also=("n",), aside=False),
    Command("notes", "the remarks so far", _bare(acts.notes)),
    Command("report", "write a report: report game.md, .html, .csv or .json", acts.report, also=("save",), aside=False),
    Command("fork", "a new game from the start of a turn: fork 3", acts.fork, aside=False),
    Command("curtain", "curtain off: no empty lines between two people", acts.curtain, _TURN, aside=False),
    Command("again", "the same game with the same luck", _act(acts.again), _END, aside=False),
    Command("new", "another game", _act(acts.new), _END, aside=False),
    Command("leave", "to the list of games; everything is stored already", _act(acts.leave), also=_LEAVE, aside=False),
    Command("quit", "end; everything is stored already", _act(acts.leave_all), also=("q", "exit"), aside=False),
)


def known(here: Here) -> list[Command]:
    """The commands that can be said now."""
    if here.words is not None:
        return list(here.words())
    stage = "end" if here.view.over else "turn"
    shown = here.sitting.shared
    return [one for one in COMMANDS if stage in one.when and (one.word != "curtain" or shown)]


def find(here: Here, typed: str) -> Command:
    """The command that a word means: whole, its letter, or cut short where only one begins so. Raises `Puzzled`."""
    word, commands = typed.lower(), known(here)
    for one in commands:
        if word == one.word or word in one.also:
            return one
    begun = [one for one in commands if word and one.word.startswith(word)]
    begun = begun or [one for one in commands if any(len(word) > 1 and name.startswith(word) for name in one.also)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise Puzzled(f"“{shorten(typed)}” can mean {any_of([one.word for one in begun])}. Type more letters.")
    if here.words is None and any(word == one.word for one in COMMANDS):
        stage = "The game is over" if here.view.over else "The game is not over"
        raise Puzzled(f"{stage}: {word} is of no use now. help lists what is.")
    if word in here.elsewhen:
        raise Puzzled(f"{word} is of no use now. help lists what is.")
    near = did_you_mean(typed, [one.word for one in commands], most=0)
    hint = f"{near[:1].upper()}{near[1:]} " if near else ""
    raise Puzzled(f"There is no command “{shorten(typed)}”. {hint}help lists all.")


def obey(here: Here, line: str) -> Next | None:
    """Do what a line says; what makes no sense is told, and nothing has happened."""
    words = line.split()
    try:
        if len(words) == 1 and words[0].isdecimal():
            _number(here, words[0])
            return None
        if words and not plain_name(words[0]) and words[0] != "?":
            raise Puzzled(f"There is no command “{shorten(words[0])}”. help lists all.")
        return find(here, words[0]).answer(here, words[1:])
    except Puzzled as puzzled:
        here.paper.say(str(puzzled))
    except TabletopError as error:
        for told in error.lines():
            here.paper.say(told)
    return None


def _number(here: Here, word: str) -> None:
    if here.listed is None:
        raise Puzzled("A number alone belongs to a list that was just shown. help lists the commands.")
    here.listed(int(word[:6]) if word.isascii() else 0)


def ask_aside(here: Here, prompt: str) -> str:
    """Ask a question; who wants to look around first may: such a command is answered, and the question waits.

    A command that changes something leaves the question: raises `Instead`.
    """
    while True:
        line = here.keyboard.ask(prompt)
        words = line.split()
        if not words or len(words[0]) < 3 or words[0].lower() in ("back", "cancel", "stop", "list"):
            return line
        try:
            command = find(here, words[0])
        except Puzzled:
            return line
        if words[0].lower() not in (command.word, *command.also) or command.word == "hold":
            return line
        if not command.aside:
            raise Instead(line)
        kept = here.listed
        obey(here, line)
        here.listed = kept
