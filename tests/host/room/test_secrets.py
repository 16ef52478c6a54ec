"""What one may not know is nowhere in what one is shown: every state, answer and error of every role is walked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import pytest
from tests.host.room.kit import Class

from tabletop.host.room import ClassError, Person

Begin = Callable[..., Class]
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"ask": "why"}, {"ask": "why", "variable": "trust", "who": ["aurelia", "borealis"]}, {"ask": "story"},
    {"ask": "past", "turn": 0}, {"ask": "past"}, {"ask": "messages"}, {"ask": "outlook"}, {"ask": "coach"},
    {"ask": "odds", "choice": {"strategy": "hold"}}, {"ask": "odds", "seat": "corvina", "choice": {"strategy": "hold"}},
    {"ask": "compare", "choices": [{"strategy": "hold"}]}, {"ask": "history", "card": "nothing"},
    {"ask": "why", "seat": "facilitator"}, {"ask": "past", "turn": 0, "seat": "borealis"},
    {"ask": "rule", "rule": "R3"}, {"ask": "turn"}, {"ask": "turn", "turn": 1},
)  # fmt: skip


def words(data: Any) -> Iterator[str]:
    """Every text anywhere in data, keys too."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from words(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from words(value)
    elif isinstance(data, str):
        yield data


def shown(a: Class, person: Person) -> str:
    """Everything that a person can get out of the class without changing it, as one text."""
    found: list[Any] = [a.room.state(person), [part.text for part in a.room.parts_of(person).values()]]
    for question in QUESTIONS:
        try:
            found.append(a.room.ask(person, question))
        except ClassError as error:
            found.append(error.as_json())
    for verb in ("phase", "admit", "overrule", "whisper", "commit", "vote"):
        try:
            a.room.do(person, {"verb": verb})
        except ClassError as error:
            found.append(error.as_json())
    return "\n".join(words(json.loads(json.dumps(found))))


def test_no_state_of_no_role_holds_what_belongs_to_another(begin: Begin, scale: Callable[[int, int], int]) -> None:
    a = begin(groups=2)
    a.lead("settings", coach=True)
    people = a.seats() + a.seats(2)
    watch, screen, waiting = a.join("Watch", "observer"), a.join("Screen", "room"), a.join("Waiting")
    campaign = a.room.campaign
    mine = {m.id: [m.brief, m.objective.title, *m.red_lines] for m in campaign.members}
    facilitators = [card.facilitator.expect for card in campaign.deck.values() if card.facilitator]
    everybody = [*people, watch, screen, waiting]
    secret: dict[str, set[str]] = {}  # text -> persons who may read it
    for turn in range(1, scale(2, 3) + 1):
        for number in (1, 2):
            a.go_to("caucus", group=number)
        for person in people:
            team = {p.id for p in a.room.people.team(person.group, person.seat)}
            for to in ("team", "facilitator"):
                text = f"secret of {person.id} to {to} in {turn}"
                a.do(person, "say", to=to, text=text)
                secret[text] = team
            other = next(p for p in people if p.group == person.group and p is not person)
            text = f"between {person.id} and {other.id} in {turn}"
            a.do(person, "say", to=[other.seat], text=text)
            secret[text] = team | {other.id}
            a.do(person, "reflect", text=f"thought of {person.id} in {turn}")
            secret[f"thought of {person.id} in {turn}"] = set()
        a.lead("inject", title=f"held {turn}", when="held")
        a.lead("whisper", to=watch.id, text=f"to the observer in {turn}")
        secret[f"held {turn}"], secret[f"to the observer in {turn}"] = set(), {watch.id}
        a.do(watch, "observe", text=f"noted in {turn}")
        secret[f"noted in {turn}"] = set()
        for number in (1, 2):
            a.go_to("commit", group=number)
        for person in people[::2]:
            crises = a.room.group(person.group).game.options(person.seat).crises
            choice = {"strategy": "track2", "card": crises[0].card} if crises else {"strategy": "hold"}
            a.do(person, "draft", turn=turn, choice=choice)
            a.do(person, "commit", turn=turn, choice=choice)
        for person in everybody:
            told = shown(a, person)
            for text, readers in secret.items():
                assert text not in told or person.id in readers, (person.id, text)
            for seat, texts in mine.items():
                if person.seat != seat:
                    assert not [text for text in texts if text and text in told], (person.id, seat)
            assert not [text for text in facilitators if text and text in told]
            assert str(a.room.facts.seed) not in words(a.room.state(person))
            assert a.room.code not in told or person is screen
            _nobodys_choice(a, person)
        for number in (1, 2):
            a.lead("resolve", group=number)
    lead = shown(a, a.room.facilitator)
    assert [text for text in secret if text in lead]


def _nobodys_choice(a: Class, person: Person) -> None:
    """What others have sealed or drafted this turn is not in the state, not in any form."""
    state = a.room.state(person)
    for seat in state.get("board", {}).get("seats", ()):
        if seat["seat"] != person.seat:
            assert seat.get("choice") is None
            assert seat.get("options") is None
    assert "drafts" not in state.get("table", {})
    assert state.get("board", {}).get("secrets", {"seed": None})["seed"] is None


def test_another_groups_people_and_words_are_not_there(begin: Begin) -> None:
    a = begin(groups=2)
    ada, eve = a.join("Ada", seat="aurelia"), a.join("Zerlina", seat="aurelia", group=2)
    a.do(eve, "say", to="all", text="to all of group two")
    assert "to all of group two" not in shown(a, ada)
    assert "Zerlina" not in shown(a, ada)
    for question in ({"ask": "messages", "group": 2}, {"ask": "story", "group": 2}):
        with pytest.raises(ClassError) as refused:
            a.room.ask(ada, question)
        assert refused.value.status == 403


def test_tokens_digests_and_seeds_are_in_no_state_at_all(begin: Begin) -> None:
    a = begin(seed=987654321)
    people = [*a.seats(), a.room.facilitator, a.join("Screen", "room")]
    digests = [digest for person in people for digest in person.digests]
    for person in people:
        told = shown(a, person)
        for text in (*a.tokens.values(), *digests, a.room.facilitator_token):
            assert text not in told
        if person is not a.room.facilitator:
            assert "987654321" not in json.dumps(a.room.state(person))


def test_a_board_is_what_the_game_lets_the_seat_see(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.hold(people[0])
    for person in people:
        told = a.room.state(person)["board"]
        view = a.room.group(1).game.view(person.seat).model_dump(mode="json", exclude={"last", "opening"})
        same = {key: value for key, value in told.items() if key not in ("last", "opening")}
        assert same == json.loads(json.dumps(view))
        assert told["last"] is None


def test_answers_are_the_games_own(begin: Begin) -> None:
    from tabletop.game import Choice
    from tabletop.game.advice import odds

    a = begin()
    ada = a.seats()[0]
    a.go_to("commit")
    game = a.room.group(1).game
    card = game.options("aurelia").crises[0].card
    choice = Choice("track2", effort=1, card=card)
    answer = a.room.ask(ada, {"ask": "odds", "choice": {"strategy": "track2", "effort": 1, "card": card}})
    assert answer == {**answer, "ok": True, **asdict(odds(game, "aurelia", choice))}
    a.lead("resolve")
    moved = a.room.ask(ada, {"ask": "why"})["numbers"]
    assert moved
    for number in moved[:5]:
        told = a.room.ask(ada, {"ask": "why", "variable": number["variable"], "who": number["who"]})
        assert round(sum(term["amount"] for term in told["terms"]), 2) == number["amount"]
    assert a.room.ask(ada, {"ask": "story", "turn": 1})["story"]
    assert a.room.ask(ada, {"ask": "past", "turn": 0})["board"]["turn"] == 0
    a.lead("settings", coach=True)
    assert a.room.ask(ada, {"ask": "outlook"})["outlook"]["seat"] == "aurelia"
    assert a.room.ask(ada, {"ask": "coach"})["coaching"]["seat"] == "aurelia"


def test_many_who_see_the_same_get_the_same_object(begin: Begin) -> None:
    a = begin()
    team = [a.join(f"T{n}", seat="delmar") for n in range(5)]
    states = [a.room.state(person) for person in team]
    assert all(state["board"] is states[0]["board"] for state in states)
    marks = {name: part.mark for name, part in a.room.parts_of(team[0]).items()}
    a.room.do(a.room.facilitator, {"verb": "inject", "title": "Held", "when": "held"})
    after = {name: part.mark for name, part in a.room.parts_of(team[0]).items()}
    assert after == marks
    a.lead("inject", title="Now", text="x")
    changed = {name for name, part in a.room.parts_of(team[0]).items() if part.mark != marks[name]}
    assert changed == {"talk"}


def test_a_measure_is_weighed_with_the_answer_as_the_terminal_weighs_it(begin: Begin) -> None:
    from tabletop.game import Choice
    from tabletop.game.advice import odds
    from tabletop.telling.worth import answered, in_all

    a = begin()
    ada = a.join("Ada", seat="aurelia")
    game = a.room.group(1).game
    for crisis in game.view("aurelia").crises:
        choice = {"strategy": "confidence", "tactic": "interest", "effort": 1, "card": crisis.card}
        found = a.room.ask(ada, {"ask": "odds", "choice": choice})
        own = odds(game, "aurelia", Choice("confidence", "interest", 1, None, None, crisis.card))
        assert found["answered"] == answered(own, game.view("aurelia").outside.name)
        assert found["in_all"] == in_all(own)
        assert bool(found["answered"]) == (crisis.domain == "external")


def test_why_tells_what_the_facilitator_overruled_and_for_what_reason(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    a.lead("overrule", variable="tension", amount=5, why="The news was worse.")
    told = "The facilitator overruled tension, +5.00: The news was worse."
    found = a.room.ask(ada, {"ask": "why"})
    assert found["steered"] == [told]
    terms = a.room.ask(ada, {"ask": "why", "variable": "tension"})["terms"]
    assert ("OVERRULE", "The news was worse.") in [(one["rule"], one["why"]) for one in terms]
    a.go_to("commit")
    a.lead("resolve")
    assert a.room.ask(ada, {"ask": "why"})["steered"] == [told], "of the turn that was played"
    assert told in a.room.ask(ada, {"ask": "why", "turn": 1})["steered"]
    assert a.room.ask(ada, {"ask": "why", "turn": 1, "variable": "tension"})["terms"]


def test_what_may_come_is_told_only_where_it_is_allowed_and_in_words(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    for ask in ("outlook", "coach"):
        with pytest.raises(ClassError, match="has not allowed"):
            a.room.ask(ada, {"ask": ask})
    a.lead("settings", coach=True)
    outlook = a.room.ask(ada, {"ask": "outlook"})
    assert outlook["told"]["lines"][0].startswith("Win ")
    assert set(outlook["told"]["spans"]) == {"cohesion", "stability"}
    coach = a.room.ask(ada, {"ask": "coach"})
    rows = coach["told"]["advice"]
    assert 1 < len(rows) <= 6
    assert len(rows) == min(6, len(coach["coaching"]["advice"]))
    assert coach["told"]["counsel"].startswith(rows[0]["choice"].split(",")[0])
