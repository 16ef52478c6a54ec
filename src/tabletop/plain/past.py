"""What has happened: the turn just played, every turn before it like a film, and what really happened in history."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.errors import TabletopError
from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import spoken, value
from tabletop.telling.authored import follows
from tabletop.telling.sentences import TITLE, Sentence, at_opening, listed, story


def tell_turn(here: Here, turn: int, *, seats: str = "") -> None:
    """A turn that was played, from the talks to the numbers, and why the others did what they did."""
    seat = seats or here.past
    paper, view = here.paper, here.sitting.view(seat)
    played = here.sitting.played(turn, seat)
    for sentence in _of_then(here, story(played, view, here.names), turn):
        if sentence.kind == TITLE:
            paper.heading(sentence.text)
        else:
            paper.say(spoken(sentence.text))
    if played.reasons:
        paper.heading("Why the others chose so")
        for place, line in enumerate(_reasons(here, played.reasons), 1):
            paper.item(place, spoken(line))


def _reasons(here: Here, reasons: dict[str, str]) -> list[str]:
    """Who gave which reason; those who say the same are named together."""
    same: dict[str, list[str]] = {}
    for seat, reason in reasons.items():
        name = here.names.member(seat)
        same.setdefault(reason.removeprefix(name).strip(), []).append(name)
    return [f"{listed(names)}{' each' if len(names) > 1 else ''} {reason}" for reason, names in same.items()]


def _of_then(here: Here, told: list[Sentence], turn: int) -> list[Sentence]:
    """Without the support at home, which is that of now, when an earlier turn is told."""
    if turn == here.sitting.turns_played():
        return told
    return [sentence for sentence in told if not sentence.text.startswith("Support at home")]


def history(here: Here, typed: Sequence[str]) -> None:
    """Every turn in a line, or one turn whole."""
    played = here.sitting.turns_played()
    if not played:
        raise Puzzled("No turn has been played yet. When one has, it can be read here again.")
    words = [word for word in typed if word.lower() != "turn"]
    if words:
        if words[0].lower() in ("last", "latest"):
            words = [str(played)]
        _show(here, here.place(words[0], played, "played turn") + 1)
        return
    here.paper.heading("Every turn so far")
    for turn in range(1, played + 1):
        one = here.sitting.played(turn, here.past)
        told = [f"cohesion {value(one.cohesion)}, stability {value(one.stability)}"]
        title = here.sitting.card_title
        for word, cards in (
            ("new", one.dealt),
            ("resolved", [move.card for move in one.moves if move.end == "resolved"]),
            ("broke out", [move.card for move in one.moves if move.end == "outbreak"]),
        ):
            if cards:
                told.append(f"{word}: {', '.join(title(card) for card in cards)}")
        here.paper.item(turn, f"{'; '.join(told)}."[0].upper() + f"{'; '.join(told)}."[1:])
    here.paper.say("A number tells that turn; then next and previous go on from there.")
    here.listed = lambda number: history(here, [str(number)])


def _show(here: Here, turn: int) -> None:
    paper = here.paper
    here.film = turn
    view = here.sitting.view_at(turn, here.past)
    paper.heading(f"Turn {turn} of {here.sitting.turns_played()} played, {view.act.title}")
    one = here.sitting.played(turn, here.past)
    if one.dealt:
        paper.say(f"New on the table: {', '.join(here.sitting.card_title(card) for card in one.dealt)}.")
    if one.way:
        paper.say(spoken(follows(one.way)))
    for sentence in at_opening(one, here.names):
        paper.say(spoken(sentence.text))
    _choices(here, turn)
    tell_turn(here, turn)
    paper.heading(f"The table after turn {turn}")
    crises = [f"{crisis.title}, step {crisis.escalation}" for crisis in view.crises]
    paper.say(f"Crises: {'; '.join(crises) or 'none'}.")
    members = [f"{member.name} {value(member.support)}" for member in view.members]
    paper.say(f"Support: {', '.join(members)}. Tension {value(view.region['tension'].value)}.")


def _choices(here: Here, turn: int) -> None:
    from tabletop.telling.hindsight import chosen

    here.paper.heading("What each chose")
    for place, (seat, choice) in enumerate(here.sitting.played(turn, here.past).choices.items(), 1):
        here.paper.item(place, f"{here.names.member(seat)}: {spoken(chosen(choice, here.names))}.")


def step(here: Here, by: int) -> None:
    """The next turn of the film, or the one before."""
    played = here.sitting.turns_played()
    if not played:
        raise Puzzled("No turn has been played yet.")
    at = (here.film or played + (by < 0)) + by
    if not 1 <= at <= played:
        raise Puzzled("That was the first turn." if at < 1 else "That was the last turn that was played.")
    _show(here, at)


# ---------------------------------------------------------------- what really happened


def left_the_table(here: Here) -> list[str]:
    """Cards that have left the table, or all that came once the game is over; in order, each once."""
    turns = [here.sitting.played(turn, here.past) for turn in range(1, here.sitting.turns_played() + 1)]
    if here.sitting.over:
        return list(dict.fromkeys(card for turn in turns for card in turn.dealt))
    return list(dict.fromkeys(move.card for turn in turns for move in turn.moves if move.end))


def told_of(here: Here, cards: Sequence[str]) -> list[str]:
    """Those of the cards of which an author tells what really happened."""
    found = []
    for card in cards:
        try:
            history = here.sitting.card_history(card, here.past)
        except TabletopError:
            continue
        if history.happened or history.readings:
            found.append(card)
    return found


def happened(here: Here, typed: Sequence[str]) -> None:
    """What really happened: the list of cards, or one of them."""
    cards = told_of(here, left_the_table(here))
    if not cards:
        raise Puzzled("There is nothing to tell: a crisis must have left the table, and have happened in history.")
    if typed or len(cards) == 1:
        _happened(here, cards[here.place(typed[0], len(cards), "card") if typed else 0])
        return
    here.paper.heading("What really happened")
    for place, card in enumerate(cards, 1):
        here.paper.item(place, here.sitting.card_title(card))
    here.paper.say("A number tells that one.")
    here.listed = lambda number: happened(here, [str(number)])


def _happened(here: Here, card: str) -> None:
    from tabletop.telling.hindsight import date_in_words, in_the_game, source_line

    paper, found = here.paper, here.sitting.card_history(card, here.past)
    paper.heading(f"{found.title}: what really happened")
    if found.date:
        paper.say(f"{date_in_words(found.date)}.")
    paper.tell(found.happened)
    if found.readings:
        paper.heading("How historians read it")
        for place, reading in enumerate(found.readings, 1):
            paper.item(place, f"{reading.who}: {reading.says}")
    paper.gap()
    paper.say(in_the_game(found))
    if found.sources:
        paper.heading("Sources")
        for place, source in enumerate(found.sources, 1):
            paper.item(place, source_line(source))
