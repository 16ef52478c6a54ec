"""Joining, seats, choosing and playing a turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.host.room.kit import Class, Clock

from tabletop.content import Campaign
from tabletop.game import Choice, Command, Game
from tabletop.host.room import ClassError, Classroom
from tabletop.host.room.people import MOST_PEOPLE
from tabletop.session import StorageError, Store

Begin = Callable[..., Class]


def test_one_joins_with_code_and_name_and_waits(begin: Begin) -> None:
    a = begin()
    for wrong in ("", "AAAAAA", a.room.code[:-1], "é" * 6):
        with pytest.raises(ClassError, match="not the code") as refused:
            a.room.join(wrong, "Ada")
        assert refused.value.status == 403
    person, token = a.room.join(f" {a.room.code[:3].lower()}-{a.room.code[3:]} ", "  Ada\x1b[31m\u202e ")
    assert (person.name, person.admitted, len(token) >= 43) == ("Ada[31m", False, True)
    assert a.room.person(token) is person
    assert a.room.person(token[:-1]) is None
    assert set(a.room.state(person)) == {"me", "class"}
    assert "code" not in a.room.state(person)["class"]
    with pytest.raises(ClassError, match="not admitted"):
        a.do(person, "ready")


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 41, None, 7])
def test_a_name_that_is_none_is_refused(begin: Begin, name: Any) -> None:
    a = begin()
    with pytest.raises(ClassError):
        a.room.join(a.room.code, name)
    assert len(a.room.people) == 1


def test_the_same_name_gets_a_number(begin: Begin) -> None:
    a = begin()
    assert [a.room.join(a.room.code, "Ada")[0].name for _ in range(3)] == ["Ada", "Ada 2", "Ada 3"]


def test_an_open_door_fills_the_emptiest_seats_of_all_groups(begin: Begin) -> None:
    a = begin(groups=2)
    a.lead("settings", open_door=True)
    people = [a.room.join(a.room.code, f"P{n}")[0] for n in range(12)]
    places = [(p.group, p.seat) for p in people]
    assert len(set(places[:10])) == 10
    assert {p.group for p in people[:2]} == {1, 2}
    assert all(p.admitted for p in people)
    assert all(len([p for p in people if (p.group, p.seat) == place and p.speaker]) == 1 for place in places)


def test_a_newcomer_takes_the_seat_of_people_who_are_all_away(begin: Begin) -> None:
    """It is often one of them with another telephone; and nobody else's brief should be shown by mistake."""
    a = begin()
    people = a.seats()
    for person in people:
        a.room.here(person, person is not people[3])
    a.lead("settings", open_door=True)
    assert a.join("Emil again").seat == people[3].seat


def test_a_class_is_bounded(begin: Begin) -> None:
    a = begin()
    a.room.people._people.update({f"X{n}": a.room.facilitator for n in range(MOST_PEOPLE)})
    with pytest.raises(ClassError, match="full"):
        a.room.join(a.room.code, "One more")


def test_a_turn_is_played_when_all_people_have_committed(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    for person in people[:-1]:
        a.hold(person)
    group = a.room.group(1)
    assert (group.clock.phase, group.game.turn) == ("commit", 1)
    a.hold(people[-1])
    assert (group.clock.phase, group.clock.turn, group.game.turn) == ("resolve", 1, 2)
    assert group.notes.resolved[0]["silent"] == []


def test_the_game_is_the_one_that_its_commands_make(begin: Begin, campaign: Campaign, store: Store) -> None:
    a = begin()
    people = a.seats()[:3]
    for person in list(a.room.people):
        if person.role == "player" and person not in people:
            a.lead("refuse", person=person.id)
    a.go_to("commit")
    for person in people:
        a.hold(person)
    game = a.room.group(1).game
    by = {c.seat: c.by for c in game.commands if c.kind == "choose"}
    assert sum(who == "person" for who in by.values()) == 3
    assert sum(who.startswith("npc:") for who in by.values()) == len(by) - 3
    again = Game.replay(campaign, 7, game.commands, people=game.people)
    assert again.state_hash == game.state_hash
    assert store.verify(a.room.group(1).session, campaign).state_hash == game.state_hash


def test_silent_seats_hold_when_the_facilitator_resolves(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.hold(people[0])
    with pytest.raises(ClassError, match="Not everybody has chosen: borealis"):
        a.lead("phase", to="resolve")
    assert a.lead("resolve")["silent"] == [p.seat for p in people[1:]]
    told = [c for c in a.room.group(1).game.commands if c.seat == people[1].seat]
    assert [(c.by, c.choice, bool(c.why)) for c in told] == [("facilitator", Choice(), True)]


def test_what_is_taken_back_holds_unless_it_is_committed_anew(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    card = a.room.group(1).game.options(people[0].seat).crises[0].card
    quiet = {"strategy": "track2", "card": card}
    for person in people[:2]:
        a.do(person, "commit", turn=1, choice=quiet)
        a.do(person, "withdraw", turn=1)
    own = next(s for s in a.room.state(people[0])["board"]["seats"] if s["seat"] == people[0].seat)
    assert (own["chosen"], own["choice"]) == (False, None)
    with pytest.raises(ClassError, match="not committed"):
        a.do(people[0], "withdraw", turn=1)
    a.do(people[1], "commit", turn=1, choice=quiet)
    a.lead("resolve")
    chosen = a.room.group(1).game.played[0].choices
    assert [chosen[p.seat].strategy for p in people[:2]] == ["hold", "track2"]


def test_only_the_speaker_commits_and_a_team_passes_it_on(begin: Begin) -> None:
    a = begin()
    ada, bo, cy = (a.join(name, seat="delmar") for name in ("Ada", "Bo", "Cy"))
    eve = a.join("Eve", seat="aurelia")
    a.go_to("commit")
    a.room.here(ada)
    with pytest.raises(ClassError, match="Only the speaker of your seat commits; Ada does"):
        a.hold(bo)
    a.do(bo, "draft", turn=1, choice={"strategy": "hold"})
    team = {one["name"]: one for one in a.room.state(ada)["table"]["team"]}
    assert team["Bo"]["draft"]["strategy"] == "hold"
    assert "team" in a.room.state(eve)["table"]
    assert not any(one.get("draft") for one in a.room.state(eve)["table"]["team"])
    assert a.room.state(a.room.facilitator)["table"]["drafts"]["delmar"] == {bo.id: team["Bo"]["draft"]}
    with pytest.raises(ClassError, match="Ada speaks for your seat"):
        a.do(bo, "speaker", person=bo.id)
    with pytest.raises(ClassError, match="not of your seat"):
        a.do(ada, "speaker", person=eve.id)
    a.room.here(ada, False)
    a.do(bo, "speaker", person=bo.id)
    a.hold(bo)
    a.room.here(cy)
    a.do(bo, "leave")
    assert (a.person("Cy").speaker, a.person("Ada").speaker) == (True, False)
    assert a.room.person(a.tokens["Bo"]) is None


def test_a_seat_is_handed_to_a_computer_player_and_back(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    with pytest.raises(ClassError, match="nobody"):
        a.lead("hand", seat="delmar", to="npc:nobody")
    a.lead("hand", seat="delmar", to="npc:greedy")
    delmar = next(p for p in people if p.seat == "delmar")
    with pytest.raises(ClassError, match="computer player"):
        a.hold(delmar)
    assert a.room.state(delmar)["board"]["members"][3]["played_by"] == "npc"
    for person in people:
        if person is not delmar:
            a.hold(person)
    game = a.room.group(1).game
    assert game.turn == 2
    assert {c.by for c in game.commands if c.seat == "delmar"} == {"npc:greedy"}
    a.lead("hand", seat="delmar", to="people")
    a.go_to("commit")
    a.hold(delmar)


def test_a_late_one_joins_a_running_game_and_its_seat_waits_for_it(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.lead("refuse", person=people[3].id)
    a.go_to("commit")
    late = a.join("Late", seat=people[3].seat)
    for person in people[:3] + people[4:]:
        a.hold(person)
    assert a.room.group(1).clock.phase == "commit"
    a.hold(late)
    assert a.room.group(1).clock.phase == "resolve"


def test_the_same_request_twice_does_nothing_twice_even_after_a_restart(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    first = a.do(ada, "say", to="all", text="Once.", id="m-1")
    assert a.do(ada, "say", to="all", text="Twice?", id="m-1") == first
    b = a.again()
    ada = b.person("aurelia-1")
    b.do(ada, "say", to="all", text="Thrice?", id="m-1")
    assert [m.text for m in b.room.group(1).talk.messages] == ["Once."]
    b.do(b.person("borealis-1"), "say", to="all", text="Somebody else's id.", id="m-1")
    assert len(b.room.group(1).talk.messages) == 2
    b.room.close()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({}, 400), ({"verb": 7}, 400), ({"verb": "sai"}, 404), ({"verb": "say"}, 400),
        ({"verb": "say", "to": "all", "text": "x" * 2001}, 413), ({"verb": "say", "to": "all", "text": "\x00"}, 400),
        ({"verb": "say", "to": "all", "text": "x", "extra": 1}, 400),
        ({"verb": "say", "to": ["mars"], "text": "x"}, 404),
        ({"verb": "say", "to": ["delmar"] * 17, "text": "x"}, 413),
        ({"verb": "ready", "id": "x" * 65}, 413), ({"verb": "ready", "id": "a b"}, 400),
        ({"verb": "ready", "group": 2}, 403), ({"verb": "phase"}, 403),
        ({"verb": "rate", "capability": "x", "rating": "P"}, 403),
        ({"verb": "commit", "turn": 1, "choice": {"strategy": "war"}}, 409),
        ({"verb": "commit", "turn": True, "choice": {}}, 400),
        ({"verb": "commit", "turn": 9, "choice": {"strategy": "hold"}}, 409),
        ({"verb": "commit", "turn": 1, "choice": {"strategy": "track2", "card": "no-such"}}, 409),
        ({"verb": "vote", "proposal": 1, "stance": "yes"}, 404), ({"verb": "fill", "form": "x", "answers": {}}, 409),
        ({"verb": "propose", "title": "t", "minutes": float("nan")}, 400), ({"verb": "hear", "comcheck": 3}, 409),
    ],
)  # fmt: skip
def test_what_is_not_in_order_is_refused_in_words(begin: Begin, request_: dict[str, Any], status: int) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("commit")
    before = (a.room.version, a.room.group(1).events)
    with pytest.raises(ClassError) as refused:
        a.room.do(ada, request_)
    assert refused.value.status == status, refused.value
    assert refused.value.message
    assert (a.room.version, a.room.group(1).events) == before


def test_a_burst_of_commits_is_stored_in_one_piece_and_played(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    stored: list[int] = []
    journal = a.room.group(1).table.journal
    assert journal is not None
    real = journal.append
    monkeypatch.setattr(journal, "append", lambda *args, **kw: (stored.append(len(args[0])), real(*args, **kw))[1])
    told: list[int | None] = []
    a.room.listen(told.append)
    wrong = {"verb": "commit", "turn": 1, "choice": {"strategy": "track2", "card": "none"}}
    right = {"verb": "commit", "turn": 1, "choice": {"strategy": "hold"}}
    results = a.room.do_many([(people[0], wrong), *((p, right) for p in people)])
    assert isinstance(results[0], ClassError)
    assert all(isinstance(one, dict) and one["version"] == a.room.version for one in results[1:])
    assert stored == [len(people) + 1]
    assert told == [1]
    assert a.room.group(1).game.turn == 2


def test_what_cannot_be_stored_has_not_happened(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.hold(people[0])
    before = a.room.state(people[0])
    journal = a.room.group(1).table.journal
    assert journal is not None
    monkeypatch.setattr(type(journal), "append", _full)
    for request in (
        {"verb": "commit", "turn": 1, "choice": {"strategy": "hold"}, "id": "c1"},
        {"verb": "say", "to": "all", "text": "Hello"},
    ):
        with pytest.raises(ClassError, match="disk is full") as refused:
            a.room.do(people[1], request)
        assert refused.value.status == 503
    with pytest.raises(ClassError, match="disk is full"):
        a.room.join(a.room.code, "Newcomer")
    assert a.room.tick() is False
    monkeypatch.undo()
    after = a.room.state(people[0])
    assert {k: v for k, v in after.items() if k != "phase"} == {k: v for k, v in before.items() if k != "phase"}
    for person in people[1:]:
        a.hold(person, id="c1")
    assert a.room.group(1).game.turn == 2
    assert a.again().room.group(1).game.turn == 2


def _full(*_: Any, **__: Any) -> None:
    raise StorageError("The disk is full.", "Free some space.")


def test_a_restart_keeps_the_time_that_was_left_and_tokens(begin: Begin, clock: Clock) -> None:
    a = begin()
    ada = a.seats()[0]
    a.go_to("caucus")
    clock.go(100)
    a.room.tick()
    left = a.room.state(ada)["phase"]["left"]
    b = a.again(after=3600)
    assert b.room.state(b.person("aurelia-1"))["phase"]["left"] == left
    assert b.room.epoch == 2
    assert b.room.facilitator_token != a.room.facilitator_token
    for token in (a.room.facilitator_token, b.room.facilitator_token):
        assert b.room.person(token) is b.room.facilitator
    b.lead("pause")
    c = b.again(after=3600)
    assert c.room.state(c.person("aurelia-1"))["phase"]["left"] == left
    c.room.close()


def test_no_token_and_no_name_lies_in_a_session_and_no_token_in_the_class(begin: Begin, store: Store) -> None:
    a = begin()
    ada = a.join("Ada Lovelace", seat="delmar")
    a.do(ada, "say", to="all", text="Good morning.")
    session, own = a.room.group(1).session, a.room.journal.path
    a.room.close()
    raw = store.path(session).read_bytes()
    assert b"Good morning" in raw
    assert b"Lovelace" not in raw
    assert a.tokens["Ada Lovelace"].encode() not in raw + own.read_bytes()
    assert a.room.facilitator_token.encode() not in raw + own.read_bytes()


def test_an_erased_name_is_gone_from_everything(begin: Begin, store: Store) -> None:
    a = begin()
    ada = a.join("Ada Lovelace", seat="delmar")
    a.do(ada, "say", to="team", text="Us.", id="1")
    a.do(ada, "rename", name="Augusta Lovelace", id="2")
    a.lead("rename", person=ada.id, name="Lady Lovelace", id="3")
    a.do(ada, "leave", id="4")
    a.lead("erase", person=ada.id)
    assert a.room.state(a.room.facilitator)["talk"]["messages"][0]["name"] == f"Person {ada.id[1:]}"
    b = a.again()
    assert b.room.called(ada.id) == f"Person {ada.id[1:]}"
    b.room.close()
    for path in store.folder.parent.rglob("*"):
        assert not path.is_file() or b"Lovelace" not in path.read_bytes()


def test_epoch_and_version_never_go_back(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("commit")
    a.lead("resolve")
    seen = [(a.room.epoch, a.room.version)]
    for verb, fields in (("rewind", {"turn": 1}), ("practice", {"on": True}), ("practice", {"on": False})):
        a.lead(verb, **fields)
        seen.append((a.room.epoch, a.room.version))
    b = a.again()
    seen.append((b.room.epoch, b.room.version))
    assert seen == sorted(set(seen))
    assert b.room.people.get(people[0].id) is not None
    b.room.close()


def test_commands_of_the_room_are_the_games_own(begin: Begin) -> None:
    a = begin()
    a.seats()
    a.go_to("commit")
    a.lead("resolve")
    for command in a.room.group(1).game.commands:
        assert Command.parse(command.as_json()) == command


def test_a_class_that_is_not_there_is_told_in_words(store: Store, clock: Clock) -> None:
    from tabletop.session import SessionError

    for name in ("none", "../x", "X"):
        with pytest.raises(SessionError):
            Classroom.resume(name, store=store, now=clock)


def test_a_suggestion_to_the_team_is_kept_until_the_turn_is_played(begin: Begin) -> None:
    a = begin()
    ada, bo = (a.join(name, seat="delmar") for name in ("Ada", "Bo"))
    eve = a.join("Eve", seat="aurelia")
    a.go_to("caucus")
    card = a.room.group(1).game.view().crises[0].card
    choice = {"strategy": "track2", "tactic": "interest", "effort": 1, "card": card}
    a.do(bo, "draft", turn=1, choice=choice)
    events = a.room.group(1).events
    a.do(bo, "draft", turn=1, choice=choice)
    assert a.room.group(1).events == events, "the same suggestion is stored once"
    b = a.again()
    team = {one["name"]: one["draft"] for one in b.room.state(b.person("Ada"))["table"]["team"]}
    assert team["Ada"] is None
    assert team["Bo"] == {**team["Bo"], **choice}
    assert "track2" not in str(b.room.state(b.person("Eve"))["table"])
    b.do(b.person("Bo"), "draft", turn=1, choice=None)
    assert not any(one["draft"] for one in b.room.state(b.person("Ada"))["table"]["team"])
    b.do(b.person("Bo"), "draft", turn=1, choice=choice)
    b.go_to("commit")
    b.hold(b.person("Ada"))
    b.lead("resolve")
    c = b.again()
    assert not any(one["draft"] for one in c.room.state(c.person("Ada"))["table"]["team"]), "played, and so forgotten"
    assert {ada.id, eve.id} <= {one.id for one in c.room.people}
    c.room.close()
