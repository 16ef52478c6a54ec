"""What would have been, once the game is over: one choice or some numbers otherwise, on the same luck."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.errors import UsageError
from tabletop.lab.otherrules import parse_numbers
from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import signed, spoken, value
from tabletop.telling import whatif as words
from tabletop.telling.otherwise import read_question
from tabletop.telling.whatif import Pair, Row


def whatif(here: Here, typed: Sequence[str]) -> None:
    """`whatif TURN MEMBER CHOICE` or `whatif NAME=VALUE`: the game beside the one that would have been.

    Raises `Puzzled`.
    """
    if not typed:
        raise Puzzled(f"Whose choice, and in which turn? Like: {_example(here)}, or whatif side_deal=2")
    try:
        numbers = parse_numbers(typed) if all("=" in word for word in typed) else {}
        changes = [] if numbers else [read_question(here.sitting.game, " ".join(typed))]
    except UsageError as error:
        raise Puzzled(" ".join(error.lines())) from None
    found = here.sitting.whatif(changes, numbers)
    if numbers and not found.numbers:
        raise Puzzled("That is what it was: write another value.")
    paper, names = here.paper, here.names
    paper.heading("What if")
    for change in changes:
        paper.say(f"{spoken(words.asked(change, found, names)).replace(' – it was ', '; it was ')}.")
    for told in words.numbers(found):
        paper.say(f"{spoken(told).replace(' → ', ' to ')}.")
    paper.say(words.parting(found))
    for reason in words.reasons(found):
        paper.say(spoken(reason.sentence))
    for pair in words.pairs(found, names) if found.parted else ():
        if not pair.same:
            _tell(here, pair)
    paper.heading("How both end")
    for title, story in (("As it was", found.was), ("Otherwise", found.other)):
        paper.say(f"{title}: {'. '.join(spoken(line) for line in words.end(story))}.")
    paper.say(spoken(words.verdict(found)))
    paper.say(words.extent(found))
    scores = words.national(found, names)
    if scores:
        paper.heading("National scores")
        for place, (name, was, other, change_) in enumerate(scores, 1):
            paper.item(place, f"{name}: {value(was)} as it was, {value(other)} otherwise, {signed(change_, 2)}")
    if found.swaps:
        paper.heading("Choices that could not be made again as they were")
        for place, swap in enumerate(found.swaps, 1):
            paper.item(place, f"{spoken(words.swapped(swap, names))}.")
    paper.gap()
    paper.say(words.MODEST)
    if found.numbers:
        paper.say(words.MODEL)
    for change in changes:
        paper.say(f"fork {change.turn} begins a new game from the start of that turn.")


def _example(here: Here) -> str:
    turn = here.sitting.turns_played()
    seat = here.sitting.people[0] if here.sitting.people else here.view.members[0].seat
    return f"whatif {turn} {seat} hold"


def _tell(here: Here, pair: Pair) -> None:
    """What is not the same in a turn."""
    here.paper.heading(f"Turn {pair.turn}")
    for was, other in pair.beside():
        if was is not None and was.other:
            here.paper.say(f"As it was: {_said(was)}.")
        if other is not None and other.other:
            here.paper.say(f"Otherwise: {_said(other)}.")
    for title, rows in (("As it was", pair.was), ("Otherwise", pair.other)):
        if not rows:
            here.paper.say(f"{title} the game was over by then.")


def _said(row: Row) -> str:
    """A row without signs: whether talks worked is said."""
    text = row.text
    if text[:1] in "✓✗":
        text = f"{text[2:]}, {'success' if text[0] == '✓' else 'failure'}"
    return spoken(text)
