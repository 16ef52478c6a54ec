"""The words that can be typed at a seat in a class, by role and moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from tabletop.plain import board, choosing, ending, guide, outlook, past, why, worth
from tabletop.plain import join_class as c
from tabletop.plain import join_end as e
from tabletop.plain import join_talk as t
from tabletop.plain.commands import Answer, Command, Instead, ask_aside, find, obey
from tabletop.plain.here import Here, Next
from tabletop.plain.join_seat import SeatHere

DOOR, LOOK, TURN, END, WATCH, OVER = "door", "look", "turn", "end", "watch", "over"
"""When a word can be said: always; with a board; as a player while the game goes on; as a player at its end; as an
observer; by everybody at the end."""

GROUPS: Final = (
    ("Your seat", ("choose", "hold", "odds", "compare", "options", "commit", "suggest", "withdraw", "team", "take",
                   "speaker", "ready")),
    ("Talking", ("say", "unsigned", "messages", "propose", "proposals", "cosign", "vote", "break", "retract", "public",
                 "redline", "pledge", "stand")),
    ("Watching", ("observe", "rate")),
    ("Looking around", ("where", "status", "seats", "look", "story", "crises", "read", "members", "trust", "region",
                        "treaty", "indices", "brief", "outlook", "coach")),
    ("How it ended", ("result", "numbers", "scores", "questions", "opened")),
    ("Looking back", ("why", "history", "next", "previous", "happened")),
    ("The rest", ("help", "call", "reflect", "fill", "heard", "rename", "leave", "quit")),
)  # fmt: skip


def _bare(work: Callable[[Any], Any]) -> Answer:
    return lambda here, words: cast("Next | None", work(here))


def _words(work: Callable[[Any, list[str]], Any]) -> Answer:
    return lambda here, words: cast("Next | None", work(here, words))


def _one(work: Callable[[Any, str], Any]) -> Answer:
    return lambda here, words: cast("Next | None", work(here, " ".join(words)))


def _choose(here: Here, words: list[str]) -> Next | None:
    try:
        choosing.choose(here, words, lambda prompt: ask_aside(here, prompt))
    except Instead as instead:
        return obey(here, instead.line)
    return None


def _help(here: Here, words: list[str]) -> None:
    shown = [(one.word, one.about, one.also) for one in known(cast("SeatHere", here))]
    guide.help_on(here, words, shown, lambda word: find(here, word).word, GROUPS)


_ALWAYS, _SEEN, _PLAY, _OVER, _SEES = (DOOR,), (LOOK,), (TURN,), (OVER,), (WATCH,)
_ROWS: Final[tuple[tuple[str, str, Answer, tuple[str, ...], tuple[str, ...], bool], ...]] = (
    ("help", "this list; help WORD tells more; help game: how the game works", _help, _ALWAYS, ("?",), True),
    ("where", "phase, time left, and what can be done now", _bare(c.where), _ALWAYS, ("clock", "time"), True),
    ("status", "how it stands, in the game and in the class", _bare(c.status), _SEEN, ("s",), True),
    ("seats", "who is here, who has committed, who is ready", _bare(c.seats), _SEEN, (), True),
    ("look", "the whole table: crises, members, region, treaty", _bare(board.look), _SEEN, ("l", "table"), True),
    ("story", "what was new this turn, once more", _bare(guide.story), _SEEN, (), True),
    ("crises", "the crises on the table", _one(board.crises), _SEEN, (), True),
    ("read", "one crisis, whole: read 1", _one(board.read), _SEEN, ("r",), True),
    ("members", "the members; members NAME: one of them, whole", _one(board.members), _SEEN, ("m",), True),
    ("trust", "who trusts whom; trust NAME: one member both ways", _one(board.trust), _SEEN, ("t",), True),
    ("region", "tension, readiness and the rest; the neighbour", _bare(board.region), _SEEN, (), True),
    ("treaty", "how far the treaty is", _bare(board.treaty), _SEEN, (), True),
    ("indices", "cohesion and stability: parts and every turn", _bare(board.indices), _SEEN, ("i",), True),
    ("brief", "your brief, red lines and secret objective", _bare(board.brief), (TURN, END), ("b",), True),
    ("options", "everything you may choose", _bare(choosing.options), _PLAY, (), True),
    ("choose", "make a move: by questions, or in one line", _choose, _PLAY, ("c", "move"), False),
    ("odds", "the chance with every term; odds 1 confidence: of another move", _words(worth.odds), _PLAY, ("o",), True),
    ("compare", "all ways of working on a crisis, side by side", _words(worth.compare), _PLAY, (), True),
    ("hold", "choose to stay out this turn", _bare(worth.hold), _PLAY, (), False),
    ("commit", "commit the move for your seat; commit yes at once", _words(c.commit), _PLAY, ("seal",), False),
    ("suggest", "show the move at hand to your team", _bare(c.suggest), _PLAY, (), False),
    ("withdraw", "take back what your seat has committed", _bare(c.withdraw), _PLAY, ("undo", "u"), False),
    ("team", "your team, and what each suggests", _bare(c.team), (TURN, END), (), True),
    ("take", "make a suggestion your move: take 2", _words(c.take), _PLAY, (), False),
    ("speaker", "let another one of your team speak: speaker 2", _words(c.speaker), (TURN, END), (), False),
    ("ready", "tell the facilitator that your team is ready to go on", _bare(c.ready), (TURN, END), (), False),
    ("say", "a message: say all TEXT; to team, press, facilitator or members: say delmar,corvina TEXT", _words(t.say),
     (TURN, END), (), False),
    ("unsigned", "the same without your seat's name: unsigned all TEXT", _words(t.say_unsigned), _PLAY, (), False),
    ("messages", "the latest messages; messages all", _words(t.messages), _SEEN, ("mail",), True),
    ("propose", "put a text before the alliance", _words(t.propose), _PLAY, (), False),
    ("proposals", "all proposals; proposals 2: one of them, whole", _words(t.proposals), _SEEN, ("p",), True),
    ("cosign", "put your name to a proposal: cosign 2", _words(t.cosign), _PLAY, (), False),
    ("vote", "vote 2 yes, vote 2 no, vote 2 abstain", _words(t.vote), _PLAY, (), False),
    ("break", "break the silence: break 2", _words(t.break_silence), _PLAY, (), False),
    ("retract", "take your own proposal back: retract 2", _words(t.retract), _PLAY, (), False),
    ("public", "red lines, pledges and stands", _bare(t.public), _SEEN, (), True),
    ("redline", "say in public what you will not accept: redline TEXT", _words(t.red_line), _PLAY, (), False),
    ("pledge", "announce what you will choose: pledge summit 1", _words(t.pledge), _PLAY, (), False),
    ("stand", "take a line in public, once a turn", _bare(t.stand), _PLAY, (), False),
    ("observe", "note what you see: observe TEXT, observe delmar: TEXT", _words(c.observe), _SEES, (), False),
    ("rate", "rate a capability", _words(c.rate), _SEES, (), False),
    ("outlook", "what may come: both numbers to the end, and the odds", _bare(outlook.outlook), _PLAY, ("g",), True),
    ("coach", "what each choice would change", _bare(outlook.coach), _PLAY, (), True),
    ("result", "outcome, grade and the story of the end", _bare(e.result), _OVER, (), True),
    ("numbers", "cohesion and stability, turn by turn", _bare(ending.numbers), _OVER, (), True),
    ("scores", "national scorecards, objectives revealed", _bare(ending.scores), _OVER, (), True),
    ("questions", "what to talk about", _bare(ending.questions), _OVER, (), True),
    ("opened", "everything that was secret, once it is declassified", _bare(e.opened), _SEEN, (), True),
    ("why", "why numbers changed, term by term; why rule R3", _words(why.why), _SEEN, ("w",), True),
    ("history", "every turn so far; history 3: that turn, whole", _words(past.history), _SEEN, ("h",), True),
    ("next", "after history: the next turn", _bare(lambda here: past.step(here, 1)), _SEEN, (), True),
    ("previous", "after history: the turn before", _bare(lambda here: past.step(here, -1)), _SEEN, (), True),
    ("happened", "what really happened, where a campaign is historical", _words(past.happened), _SEEN, (), True),
    ("call", "call the facilitator: call TEXT", _words(c.call), (TURN, END, WATCH), ("raise",), False),
    ("reflect", "a note for yourself and the report: reflect TEXT", _words(c.reflect), (TURN, END, WATCH),
     ("note", "n"), False),
    ("fill", "fill a questionnaire that is open", _words(c.fill), (TURN, END, WATCH), (), False),
    ("heard", "answer the facilitator's check of the line", _bare(c.heard), _ALWAYS, (), False),
    ("rename", "be called otherwise: rename NAME", _words(c.rename), _ALWAYS, (), False),
    ("leave", "leave the class for good", _bare(c.leave), _ALWAYS, (), False),
    ("quit", "close this; your seat stays yours", _bare(c.close), _ALWAYS, ("q", "exit"), False),
)  # fmt: skip

COMMANDS: Final = tuple(
    Command(word, about, answer, when, also, aside) for word, about, answer, when, also, aside in _ROWS
)


def moments(here: SeatHere) -> set[str]:
    """Which of the moments it is for this person."""
    found = {DOOR}
    if not here.me.get("admitted") or not here.sitting.ready:
        return found
    found.add(LOOK)
    if here.me.get("role") == "observer":
        found.add(WATCH)
    if here.me.get("role") == "player":
        found.add(END if here.ended else TURN)
    if here.ended:
        found.add(OVER)
    return found


def known(here: SeatHere) -> list[Command]:
    """The commands that can be said now."""
    now, klass = moments(here), here.line.part("class")
    optional = here.view.optional if here.sitting.ready else ()
    off = {
        "unsigned": not klass.get("unsigned"), "outlook": not klass.get("coach"), "coach": not klass.get("coach"),
        "pledge": "pledges" not in optional, "stand": "public-line" not in optional,
        "heard": klass.get("comcheck") in (None, 0, here.me.get("heard")), "fill": not klass.get("forms"),
        "opened": not klass.get("declassified"),
        "scores": here.sitting.ready and any(member.score.total is None for member in here.view.members),
        "questions": not here.sitting.questions(), "treaty": here.sitting.ready and here.view.level == "basics",
    }  # fmt: skip
    return [one for one in COMMANDS if now & set(one.when) and not off.get(one.word)]


def elsewhen(here: SeatHere) -> frozenset[str]:
    """All words of this person's role, those that cannot be said now among them."""
    moments = {DOOR, LOOK, OVER} | {"player": {TURN, END}, "observer": {WATCH}}.get(str(here.me.get("role")), set())
    return frozenset(one.word for one in COMMANDS if moments & set(one.when))
