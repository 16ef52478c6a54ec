"""What has changed between two states, in sentences; what came while nobody looked is told as well."""

from __future__ import annotations

from typing import Any

from tabletop.host.client import words as w
from tabletop.host.client.news import News, Told
from tabletop.telling.sentences import Names

NAMES = Names(str.capitalize, lambda card: card, lambda rule: rule)
ME = {
    "person": "P1",
    "seat": "anvers",
    "speaker": True,
    "admitted": True,
    "role": "player",
    "group": 1,
    "hint": "Talk.",
}


def state(**parts: Any) -> dict[str, Any]:
    return {"me": ME, "class": {}, "phase": {"phase": "caucus", "turn": 1}, "talk": {"messages": []}, **parts}


def told(*states: dict[str, Any]) -> list[Told]:
    news = News()
    found: list[Told] = []
    for one in states:
        found = news.hear(one, NAMES)
    return found


def proposal(**more: Any) -> dict[str, Any]:
    return {
        "n": 1, "title": "One voice", "sponsor": "anvers", "rule": "majority", "state": "open", "text": "We act.",
        "votes": {"anvers": "yes"}, "cosigners": [], "entitled": ["anvers", "brill"], **more,
    }  # fmt: skip


def test_the_first_state_is_no_news() -> None:
    assert told(state()) == []
    assert told(state(), state()) == []


def test_a_proposal_that_was_settled_before_one_looked() -> None:
    """One's own, proposed and adopted within one push."""
    done = proposal(state="adopted", why="brill said yes")
    assert [one.text for one in told(state(), state(talk={"messages": [], "proposals": [done]}))] == [
        "Proposal 1, One voice: adopted, Brill said yes."
    ]
    theirs = proposal(sponsor="brill", votes={"brill": "yes"})
    found = told(state(), state(talk={"messages": [], "proposals": [theirs]}))
    assert [(one.text, one.body) for one in found] == [("Proposal 1 by Brill, majority: One voice", "We act.")]


def test_another_group_begins_without_old_news() -> None:
    talk = {"messages": [{"n": 1, "from": "brill", "to": ["all"], "text": "Old", "kind": "message"}]}
    moved = state(me={**ME, "group": 2, "seat": "corte"}, talk=talk)
    assert [one.kind for one in told(state(), moved)] == ["me", "phase"]


def test_damaged_states_are_no_news() -> None:
    for junk in (
        {"me": 3, "talk": [], "phase": "x"},
        {"me": {}, "class": {"forms": None}, "table": {"seats": [1, None], "team": "x"}, "talk": {"messages": "x"}},
        {"board": {"last": {"turn": "two"}}, "talk": {"proposals": [{}], "messages": [{}]}},
    ):
        told(state(), junk, state())
        told(junk, junk)


def test_the_clock_tells_once() -> None:
    news, now = News(), state(phase={"phase": "caucus", "turn": 1, "planned": 300})
    news.hear(now, NAMES)
    said = [[one.text for one in news.tick(now, left)] for left in (100.0, 59.0, 58.0, 0.0, -5.0)]
    assert said == [[], ["One minute left."], [], ["The time for this phase is over."], []]


def test_times_and_names_in_words() -> None:
    assert [w.time_spoken(seconds) for seconds in (1, 60, 95, 130, 3600)] == [
        "1 second", "1 minute", "1 minute 35 seconds", "2 minutes 10 seconds", "60 minutes",
    ]  # fmt: skip
    assert [w.clock_text(seconds) for seconds in (0, 59.2, 134, -45, 3700)] == [
        "0:00",
        "1:00",
        "2:14",
        "+0:45",
        "1:01:40",
    ]
    assert w.named("brill, corte said no", {"brill": "Brill", "corte": "Corte"}) == "Brill, Corte said no"
    message = {"from": "brill", "to": ["anvers", "P1", "press"], "name": "Bo"}
    assert w.sender(message, str.capitalize) == "Brill, Bo"
    assert w.receivers(message, ME, str.capitalize) == "us, you and the press"


def test_the_own_seat_goes_to_a_computer_player_and_comes_back() -> None:
    def table(by: str) -> dict[str, Any]:
        seats = [{"seat": "anvers", "by": by}, {"seat": "brill", "by": by}]
        return state(me={"admitted": True, "seat": "anvers", "role": "player"}, table={"seats": seats})

    found = told(table("person"), table("npc"))
    assert [(one.kind, one.text) for one in found] == [
        ("me", "A computer player has your seat for now."), ("table", "Brill is played by the computer now."),
    ]  # fmt: skip
    assert told(table("npc"), table("person"))[0].text == "Your seat is yours again."


def test_the_end_of_practice_is_no_going_back() -> None:
    def at(turn: int, practice: bool) -> dict[str, Any]:
        last = {"turn": turn} if turn else None
        return state(phase={"phase": "brief", "turn": 1, "practice": practice}, board={"turn": turn + 1, "last": last})

    texts = [one.text for one in told(at(1, True), at(0, False))]
    assert texts == ["The practice is over: from now on it counts."]
    assert told(at(1, False), at(0, False))[0].text == "The facilitator has gone back: turn 1 is open again."


def test_an_inject_says_to_whom_it_came() -> None:
    def text(to: list[str]) -> str:
        one = {"n": 1, "kind": "inject", "to": to, "title": "A leak", "text": "It is out."}
        return told(state(), state(talk={"messages": [one]}))[0].text

    assert text(["all"]) == "News: A leak"
    assert text(["anvers"]) == "News to you alone: A leak"
    assert text(["P1"]) == "News to you alone: A leak"
    assert text(["anvers", "brill"]) == "News to us and Brill: A leak"


def test_what_the_facilitator_did_is_not_the_hosts_word() -> None:
    def who(to: list[str]) -> str:
        return w.sender({"kind": "system", "to": to}, str.capitalize)

    assert (who(["all"]), who(["facilitator"])) == ("the facilitator", "the host")
