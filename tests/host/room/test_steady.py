"""A class goes on: when the program fails on one request, when the disk refuses, when an automation cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.room.kit import Class, Clock

from tabletop.content import Campaign
from tabletop.host.room import ClassError, Classroom
from tabletop.host.room.registry import VERBS, Verb
from tabletop.session import StorageError, Store

Begin = Callable[..., Class]
HOLD = {"verb": "commit", "turn": 1, "choice": {"strategy": "hold"}}


def _broken(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("a secret value")


def _full(*_: Any, **__: Any) -> None:
    raise StorageError("The disk is full.", "Free some space.")


def test_a_mistake_of_ours_is_told_calmly_and_hurts_nobody_else(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    known = VERBS["raise"]
    monkeypatch.setitem(
        VERBS, "raise", Verb("raise", known.model, known.roles, _broken, wide=False, outside=False)
    )  # fmt: skip
    bad = {"verb": "raise", "text": "x"}
    said = {"verb": "say", "to": "all", "text": "Here.", "id": "s1"}
    results = a.room.do_many([(people[0], HOLD), (people[1], bad), (people[2], said), (people[3], HOLD)])
    told = results[1]
    assert isinstance(told, ClassError)
    assert (told.status, told.message) == (500, "The host has made a mistake.")
    assert "secret" not in json.dumps(told.as_json())
    assert [isinstance(one, dict) for one in results] == [True, False, True, True]
    group = a.room.group(1)
    assert set(group.committed) == {people[0].seat, people[3].seat}
    assert [m.text for m in group.talk.messages] == ["Here."]
    assert a.again().room.group(1).committed.keys() == group.committed.keys()


def test_what_cannot_happen_by_itself_is_told_to_the_facilitator_once(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tabletop.errors import UsageError
    from tabletop.session import table

    def unknown(*_: Any, **__: Any) -> Any:
        raise UsageError("There is no mind “theirs”.", "Hand the seat to another one.")

    for fails, said in ((_broken, "the host has made a mistake"), (unknown, "There is no mind “theirs”")):
        a = begin()
        people = a.seats()[:2]
        for person in list(a.room.people):
            if person.role == "player" and person not in people:
                a.lead("refuse", person=person.id)
        a.go_to("commit")
        monkeypatch.setattr(table, "mind_choices", fails)
        for person in people:
            a.hold(person)
        for _ in range(3):
            a.clock.go(1)
            a.room.tick()
        a.do(people[0], "say", to="all", text="We go on.")
        group = a.room.group(1)
        told = [m for m in group.talk.messages if m.kind == "system"]
        assert len(told) == 1
        assert said in told[0].text
        assert told[0].to == ("facilitator",)
        assert said not in json.dumps(a.room.state(people[0]))
        assert (group.clock.phase, len(group.committed)) == ("commit", 2)
        monkeypatch.undo()
        a.lead("hand", seat=people[1].seat, to="npc:greedy")
        assert a.room.group(1).game.turn == 2


def test_a_clock_that_fails_and_an_ear_that_fails_stop_nothing(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    from tabletop.host.room import ticking

    a = begin(groups=2)
    people = a.seats()
    heard: list[int | None] = []
    a.room.listen(_broken)
    a.room.listen(heard.append)
    a.do(people[0], "say", to="all", text="One.")
    assert heard == [1]
    a.go_to("caucus")
    a.do(people[0], "propose", title="x", rule="silence", minutes=1)
    monkeypatch.setattr(ticking, "settle", _broken)
    a.clock.go(61)
    assert a.room.tick() is False
    a.room.tick()
    assert [m.kind for m in a.room.group(1).talk.messages] == ["message", "system"]
    monkeypatch.undo()
    a.lead("phase")
    a.room.tick()
    assert a.room.group(1).talk.proposals[0].state == "adopted"


def test_what_was_stored_before_the_disk_refused_is_confirmed(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    a = begin(groups=2)
    ada, eve = a.join("Ada", seat="aurelia"), a.join("Eve", seat="aurelia", group=2)
    journal = a.room.group(1).table.journal
    assert journal is not None
    monkeypatch.setattr(journal, "append", _full)
    requests = [
        (person, {"verb": "say", "to": "all", "text": person.name, "id": f"m-{person.name}"}) for person in (ada, eve)
    ]
    first, second = a.room.do_many(requests)
    assert isinstance(first, ClassError)
    assert first.status == 503
    assert isinstance(second, dict)
    assert second["n"] == 1
    assert all(isinstance(one, dict) for one in a.room.do_many(requests))
    assert [[m.text for m in group.talk.messages] for group in a.room.groups] == [["Ada"], ["Eve"]]


def test_while_the_disk_cannot_be_read_nobody_is_sent_away(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    from tabletop.session.table import Table

    a = begin()
    ada = a.seats()[0]
    a.do(ada, "say", to="all", text="Kept.")
    journal = a.room.group(1).table.journal
    monkeypatch.setattr(type(journal), "append", _full)
    monkeypatch.setattr(Table, "resume", _full)
    request = {"verb": "say", "to": "all", "text": "Lost.", "id": "x1"}
    for _ in range(2):
        for asked in (
            lambda: a.room.do(ada, request),
            lambda: a.room.state(ada),
            lambda: a.room.join(a.room.code, "B"),
        ):
            with pytest.raises(ClassError) as refused:
                asked()
            assert refused.value.status == 503
        assert a.room.tick() is False
        assert a.room.person(a.tokens["aurelia-1"]) is not None
    monkeypatch.undo()
    a.room.tick()
    assert a.do(ada, "say", to="all", text="Again.", id="x1")["n"] == 2
    assert [m.text for m in a.room.group(1).talk.messages] == ["Kept.", "Again."]


def test_no_token_is_unknown_while_the_class_is_read_anew(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network's thread looks tokens up at any moment, in the middle of a reading, too."""
    from tabletop.host.room.people import Roster

    a = begin()
    a.seats()
    token, known = a.tokens["delmar-1"], []
    real = Roster.fold

    def looking(roster: Roster, *given: Any) -> None:
        known.append(a.room.person(token) is not None)
        real(roster, *given)

    monkeypatch.setattr(Roster, "fold", looking)
    a.room._load()
    assert known
    assert all(known)


def test_a_mark_is_never_given_twice_though_the_class_was_read_anew(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = begin()
    ada = a.seats()[0]
    before = {part.mark for part in a.room.parts_of(ada).values()}
    monkeypatch.setattr(type(a.room.group(1).table.journal), "append", _full)
    with pytest.raises(ClassError):
        a.do(ada, "say", to="all", text="x")
    monkeypatch.undo()
    assert not before & {part.mark for part in a.room.parts_of(ada).values()}


def test_a_full_disk_takes_no_draft_away(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    a.do(ada, "draft", turn=1, choice={"strategy": "hold"})
    monkeypatch.setattr(type(a.room.journal), "append", _full)
    a.clock.go(30)
    a.room.tick()
    monkeypatch.undo()
    assert a.room.state(ada)["table"]["team"][0]["draft"]["strategy"] == "hold"


def test_the_same_request_gets_the_same_answer_from_the_next_host(begin: Begin) -> None:
    a = begin(groups=2)
    people = a.seats()
    a.go_to("commit")
    asked: list[tuple[str, dict[str, Any]]] = [
        (people[0].id, {"verb": "say", "to": "all", "text": "x", "id": "a"}),
        (people[1].id, {**HOLD, "id": "b"}),
        (people[2].id, {"verb": "propose", "title": "t", "id": "c"}),
        (a.room.facilitator.id, {"verb": "inject", "title": "t", "id": "d"}),
        (a.room.facilitator.id, {"verb": "extend", "seconds": 5, "group": "all", "id": "e"}),
        (a.room.facilitator.id, {"verb": "rewind", "turn": 1, "id": "f"}),
    ]

    def answers(of: Class) -> list[dict[str, Any]]:
        found = [of.room.do(of.room.people.get(who), request) for who, request in asked]  # type: ignore[arg-type]
        return [{name: value for name, value in one.items() if name != "version"} for one in found]

    first = answers(a)
    b = a.again()
    assert answers(b)[4:] == first[4:]
    assert len(b.room.group(1).before) == 1
    b.room.close()


def test_a_choice_taken_back_is_in_nobodys_way(begin: Begin) -> None:
    a = begin(options=["pledges", "public-line"])
    people = a.seats()
    ada, bo = people[0], people[1]
    a.go_to("commit")
    group = a.room.group(1)
    card = group.game.options(ada.seat).crises[0].card
    means = int(group.game.board.means[0, 0]) // 100
    a.do(ada, "commit", turn=1, choice={"strategy": "track2", "effort": min(2, means), "card": card})
    a.hold(bo)
    a.do(bo, "stand")
    with pytest.raises(ClassError, match="sealed"):
        a.do(ada, "pledge", strategy="hold")
    a.do(ada, "withdraw", turn=1)
    a.do(ada, "pledge", strategy="hold")
    a.do(ada, "stand")
    assert group.game.open_turn.stood == (bo.seat, ada.seat), "what others did since stays"
    assert set(group.game.sealed) == {bo.seat}
    a.hold(ada)
    b = a.again()
    assert b.room.group(1).game.state_hash == group.game.state_hash
    b.lead("resolve")
    assert b.room.group(1).game.played[0].choices[bo.seat].strategy == "hold"
    b.room.close()


def test_a_hand_is_taken_down_for_every_screen_and_the_next_host(begin: Begin) -> None:
    a = begin()
    ada, bo = a.seats()[:2]
    a.do(ada, "raise", text="Which card is ours?")
    a.do(bo, "raise", text="And mine?")
    with pytest.raises(ClassError, match="for the facilitator"):
        a.do(bo, "lower", person=ada.id)
    a.lead("lower", person=ada.id)
    with pytest.raises(ClassError, match="not up"):
        a.lead("lower", person=ada.id)
    for room in (a.room, a.again().room):
        told = room.state(room.facilitator)
        assert told["groups"]["groups"][0]["raised"] == 1
        assert ["lowered" in one for one in told["ratings"]["raised"]] == [True, False]
        room.close()


def test_private_words_to_one_person_are_said_once_in_all_groups(begin: Begin) -> None:
    a = begin(groups=3)
    eve = a.join("Eve", seat="aurelia", group=2)
    a.lead("whisper", to=eve.id, text="psst", group="all")
    assert [len(group.talk.messages) for group in a.room.groups] == [0, 1, 0]


def test_nobody_is_called_as_another_is(begin: Begin) -> None:
    a = begin()
    names = [a.room.join(a.room.code, name)[0].name for name in ("Ada", "ADA", "Ａda", "A da", "facilitator")]
    assert names == ["Ada", "ADA 2", "Ａda 3", "A da 4", "facilitator 2"]


def test_a_machine_that_slept_has_not_played(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    a.do(ada, "propose", title="x", rule="silence", minutes=5)
    left = a.room.state(ada)["phase"]["left"]
    a.clock.go(3600)
    a.room.slept(3600.0)
    a.room.tick()
    assert a.room.state(ada)["phase"]["left"] == left
    assert a.room.group(1).talk.proposals[0].state == "open"


def test_the_time_the_host_was_down_is_nobodys_after_going_back_either(begin: Begin) -> None:
    a = begin()
    a.seats()
    a.go_to("caucus")
    a.clock.go(100)
    a.room.tick()
    b = a.again(after=3600)
    b.lead("inject", title="Later", text="x", when=30)
    b.go_to("commit")
    b.lead("resolve")
    b.go_to("brief")
    b.lead("rewind", turn=2)
    told = b.room.state(b.room.facilitator)
    assert next(s["actual"] for s in told["timeline"]["spans"] if s["phase"] == "caucus") == 100
    b.clock.go(60)
    b.room.tick()
    assert b.room.group(1).notes.injects[0]["state"] == "waiting"
    b.room.close()


def test_a_class_goes_on_where_its_campaigns_words_have_changed_and_not_where_it_is_gone(
    campaign: Campaign, store: Store, clock: Clock, tmp_path: Path
) -> None:
    import shutil

    import tabletop.content
    from tabletop.content.problems import ContentError
    from tabletop.session import LockedError

    root = Path(__file__).parents[3]
    shutil.copytree(root / "campaigns" / "halcyon", tmp_path / "mine")
    file = tmp_path / "mine" / "campaign.yaml"
    text = file.read_text(encoding="utf-8").replace("id: halcyon\n", "id: mine\n", 1)
    file.write_text(text, encoding="utf-8")
    with Classroom.new(
        tabletop.content.load_campaign(str(file)), seed=3, store=store, now=clock, source=str(file)
    ) as room:
        name, token = room.name, room.facilitator_token
        with pytest.raises(LockedError, match="another window"):
            Classroom.resume(name, store=store, now=clock)
    file.write_text(text.replace("title: ", "title: New ", 1), encoding="utf-8")
    with Classroom.resume(name, store=store, now=clock) as room:
        lead = room.person(token)
        assert lead is not None
        assert room.state(lead)["class"]["title"] == "New The Halcyon Compact"
        for request in ({"verb": "rewind", "turn": 1}, {"verb": "practice"}, {"verb": "practice", "on": False}):
            assert room.do(lead, request)["ok"]
    file.unlink()
    with pytest.raises(ContentError, match="no campaign"):
        Classroom.resume(name, store=store, now=clock)
    file.write_text(text, encoding="utf-8")
    Classroom.resume(name, store=store, now=clock).close()
