"""Being in a class: the clock and the seats, the own team, notes and questionnaires, an observer's ratings, leaving."""

from __future__ import annotations

from typing import Any

from tabletop.content.text import shorten
from tabletop.host.client import words as w
from tabletop.host.client.news import choice_told
from tabletop.plain import board
from tabletop.plain.acts import yes
from tabletop.plain.here import Next, Puzzled, pick
from tabletop.plain.join_seat import SeatHere
from tabletop.plain.moves import in_words
from tabletop.plain.speech import spoken
from tabletop.telling.evaluation import FORMS, RATING, RATINGS, RUBRIC

# ---------------------------------------------------------------- where one is


def where(here: SeatHere) -> None:
    """Phase, time left, who is waited for, and what one can do now."""
    line, paper = here.line, here.paper
    phase = line.part("phase")
    if not phase:
        paper.say(str(here.me.get("hint") or "One moment."))
        return
    name = str(phase.get("phase"))
    turn = "" if name in ("lobby", "end") else f", turn {phase.get('turn')}"
    told = w.left_spoken(line.left(), bool(phase.get("paused"))) if name != "end" else ""
    paper.say(f"{w.phase_name(name)}{turn}{f', {told}' if told else ''}. {here.me.get('hint') or ''}")
    if phase.get("practice"):
        paper.say("A practice turn: nothing of it counts.")
    if line.part("class").get("blank"):
        paper.say("The screen in front is blank: look up.")
    if not line.link.holds:
        paper.say("The line is broken at the moment; this may be old.")


def seats(here: SeatHere) -> None:
    """Who is here, who has committed, who is ready: never what."""
    found = [one for one in here.line.part("table").get("seats") or () if isinstance(one, dict)]
    here.paper.heading("The seats")
    for place, one in enumerate(found, 1):
        you = ", you" if one.get("seat") == here.me.get("seat") else ""
        people = one.get("people") or 0
        team = f", {people} people" if isinstance(people, int) and people > 1 else ""
        here.paper.item(place, f"{one.get('name')}{you}: {w.standing(one, here.sitting.open)}{team}.")


def status(here: SeatHere) -> None:
    """How it stands in the game and in the class."""
    if here.sitting.ready:
        board.status(here)
    where(here)


# ---------------------------------------------------------------- the own seat


def commit(here: SeatHere, words: list[str]) -> Next | None:
    """Seal the seat's choice, after it has been said once more; who does not speak for the seat suggests it."""
    if here.draft is None:
        raise Puzzled("Nothing is chosen yet. choose begins, hold stays out.")
    if not here.speaks:
        here.paper.say("Only the speaker of your seat commits: this is a suggestion.")
        suggest(here)
        return None
    here.paper.say(in_words(here, here.draft))
    if not (words and words[0].lower() in ("yes", "y", "now")) and not yes(here, "Commit it? yes or no:"):
        here.paper.say("Not committed.")
        return None
    turn = here.view.turn
    told = "Committed. withdraw takes it back while the turn is open."
    if here.does("commit", told, turn=turn, choice=here.draft.as_json()):
        here.sealed = turn
    return None


def suggest(here: SeatHere) -> None:
    """Show the move at hand to the own team."""
    if here.draft is None:
        raise Puzzled("Nothing is chosen yet. choose begins, hold stays out.")
    here.does("draft", "Your team can read it.", turn=here.view.turn, choice=here.draft.as_json())


def withdraw(here: SeatHere) -> None:
    here.sealed = 0
    here.does("withdraw", "Taken back. Your seat has not committed anything now.", turn=here.view.turn)


def team(here: SeatHere) -> None:
    """Who is in the own team, and what each suggests."""
    found = _team(here)
    here.paper.heading("Your team")
    for place, one in enumerate(found, 1):
        told = choice_told(one.get("draft"), here.names) if one.get("draft") else ""
        marks = [
            word
            for word, so in (
                ("you", one.get("person") == here.me.get("person")),
                ("speaker", one.get("speaker")),
                ("not here", not one.get("here")),
            )
            if so
        ]
        who = f"{one.get('name')} ({', '.join(marks)})" if marks else str(one.get("name"))
        here.paper.item(place, f"{who}{f' suggests: {spoken(told)}' if told else ''}.")
    if len(found) > 1:
        here.paper.say("take 2 makes the second one's suggestion your move; speaker 2 lets that one speak.")


def _team(here: SeatHere) -> list[dict[str, Any]]:
    return [one for one in here.line.part("table").get("team") or () if isinstance(one, dict)]


def _one_of(here: SeatHere, words: list[str]) -> dict[str, Any]:
    found = _team(here)
    if not words:
        raise Puzzled("Whose? team lists your team; give a number.")
    if words[0].isdecimal():
        return found[here.place(words[0], len(found), "person")]
    return pick(" ".join(words), {str(one.get("name")): one for one in found}, "person")


def take(here: SeatHere, words: list[str]) -> None:
    """Take over a suggestion of the team as one's own move."""
    from tabletop.errors import TabletopError
    from tabletop.game.choice import Choice
    from tabletop.plain.worth import chosen

    one = _one_of(here, words)
    try:
        here.draft = Choice.parse(one.get("draft"))
    except TabletopError:
        raise Puzzled(f"{one.get('name')} suggests nothing.") from None
    chosen(here)


def speaker(here: SeatHere, words: list[str]) -> None:
    one = _one_of(here, words)
    here.does("speaker", f"{one.get('name')} speaks for your seat now.", person=one.get("person"))


def ready(here: SeatHere) -> None:
    here.does("ready", "The facilitator sees that your team is ready to go on.")


# ---------------------------------------------------------------- notes


def call(here: SeatHere, words: list[str]) -> None:
    text = " ".join(words) or here.keyboard.ask("What is it about?")
    here.does("raise", "The facilitator has your call.", text=text or "Please come.")


def reflect(here: SeatHere, words: list[str]) -> None:
    text = " ".join(words) or here.keyboard.ask("Your note, for yourself and the report:")
    if text:
        here.does("reflect", "Kept.", text=text)


def heard(here: SeatHere) -> None:
    """Answer the facilitator's check of the line."""
    check = here.line.part("class").get("comcheck")
    if not check:
        raise Puzzled("The facilitator checks nothing now.")
    here.does("hear", "Answered.", comcheck=check)


def rename(here: SeatHere, words: list[str]) -> None:
    if not words:
        raise Puzzled("What do you want to be called? Like: rename Ada")
    here.does("rename", name=shorten(" ".join(words), 40))


def fill(here: SeatHere, words: list[str]) -> None:
    """A questionnaire, question by question; an empty line leaves one out."""
    filled = here.me.get("filled") or ()
    forms = [form for form in here.line.part("class").get("forms") or () if form not in filled]
    if not forms:
        raise Puzzled("No questionnaire is open for you.")
    known = {form: form for form in forms} | {FORMS[form].title: form for form in forms if form in FORMS}
    form = pick(" ".join(words), known, "questionnaire") if words else forms[0]
    sheet = FORMS.get(form)
    if sheet is None:
        raise Puzzled(f"This Tabletop does not know the questionnaire “{shorten(form)}”.")
    here.paper.heading(sheet.title)
    here.paper.say(f"{sheet.intro} An empty line leaves a question out; cancel stops, and nothing is sent.")
    answers: dict[str, Any] = {}
    for question in sheet.questions:
        answer = _answer(here, question.text, question.scale)
        if answer == "cancel":
            here.paper.say("Nothing was sent.")
            return
        if answer:
            answers[question.key] = answer
    more: dict[str, Any] = {}
    if here.line.part("class").get("anonymous") and yes(here, "Send it without your name? yes or no:"):
        more["anonymous"] = True
    here.does("fill", "Thank you, your answers are kept.", form=form, answers=answers, **more)


def _answer(here: SeatHere, text: str, scale: tuple[str, ...]) -> int | str:
    while True:
        here.paper.gap()
        here.paper.say(text)
        for place, word in enumerate(scale, 1):
            here.paper.item(place, word)
        answer = here.keyboard.ask(f"1 to {len(scale)}:" if scale else "Your answer:")
        if not answer or answer.lower() == "cancel":
            return answer.lower()
        if not scale:
            return answer
        try:
            return here.place(answer, len(scale), "answer") + 1
        except Puzzled as puzzled:
            here.paper.say(str(puzzled))


# ---------------------------------------------------------------- observers


def observe(here: SeatHere, words: list[str]) -> None:
    """“observe delmar: kept its word”, or without a member about all."""
    seat, text = _about(here, words)
    text = text or here.keyboard.ask("What have you seen?")
    if text:
        here.does("observe", "Noted.", text=text, **seat)


def _about(here: SeatHere, words: list[str]) -> tuple[dict[str, Any], str]:
    if words and words[0].endswith(":"):
        return {"seat": here.member(words[0].rstrip(":"))}, " ".join(words[1:])
    return {}, " ".join(words)


def rate(here: SeatHere, words: list[str]) -> None:
    """A rated capability of a member or of all, by the observers' rubric."""
    paper, capabilities = here.paper, tuple(RUBRIC)
    paper.heading("Capability")
    for place, name in enumerate(capabilities, 1):
        paper.item(place, name)
    word = here.keyboard.ask("Capability, by number or in your own words:")
    if not word:
        raise Puzzled("Nothing was rated.")
    capability = capabilities[here.place(word, len(capabilities), "capability")] if word.isdecimal() else word
    levels = RUBRIC.get(capability)
    paper.heading("Rating")
    for grade in RATINGS:
        looks = f": {levels['UMSP'.index(grade)]}" if levels else ""
        paper.say(f"{grade}, {RATING[grade]}{looks}.")
    given = here.keyboard.ask("P, S, M or U:").upper()
    if given not in RATINGS:
        raise Puzzled("The rating is P, S, M or U. Nothing was rated.")
    about = here.keyboard.ask("Which member? (an empty line: the whole alliance)")
    seat = {"seat": here.member(about)} if about else {}
    note = here.keyboard.ask("Why? (an empty line: no note)")
    here.does("rate", "Rated.", capability=capability[:200], rating=given, note=note, **seat)


# ---------------------------------------------------------------- leaving


def leave(here: SeatHere) -> Next | None:
    """Out of the class for good; `quit` only closes the line."""
    question = "Your seat stays with your team, or with a computer player. Leave the class for good? yes or no:"
    if not yes(here, question):
        here.paper.say("You stay.")
        return None
    return Next.LEAVE if here.does("leave", "You have left the class.") else None


def close(here: SeatHere) -> Next | None:
    return Next.QUIT
