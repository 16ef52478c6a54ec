"""Messages, proposals and notes: who reads what, and when a proposal is adopted."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.room.kit import Class

from tabletop.host.room import ClassError, Classroom, Person
from tabletop.host.room.carry import _fitting
from tabletop.host.room.talk import MOST_OPEN, Proposal
from tabletop.session import Store

Begin = Callable[..., Class]


def texts(a: Class, who: Person) -> list[str]:
    return [m["text"] for m in a.room.state(who)["talk"]["messages"]]


def test_a_message_reaches_those_it_is_for_and_nobody_else(begin: Begin) -> None:
    a = begin()
    people = {p.seat: p for p in a.seats()}
    mate = a.join("Mate", seat="aurelia")
    watch, screen = a.join("Watch", "observer"), a.join("Screen", "room")
    ada = people["aurelia"]
    a.do(ada, "say", to=["borealis"], text="between us")
    a.do(ada, "say", to="team", text="team")
    a.do(ada, "say", to="facilitator", text="help")
    a.do(ada, "say", to="press", text="press")
    a.lead("whisper", to="corvina", text="psst")
    a.lead("whisper", to=mate.id, text="only you")
    assert texts(a, ada) == ["between us", "team", "help", "press"]
    assert texts(a, mate) == ["between us", "team", "help", "press", "only you"]
    assert texts(a, people["borealis"]) == ["between us", "press"]
    assert texts(a, people["corvina"]) == ["press", "psst"]
    assert texts(a, watch) == texts(a, screen) == ["press"]
    assert len(texts(a, a.room.facilitator)) == 6


def test_an_unsigned_message_shows_its_sender_to_its_own_and_the_facilitator(begin: Begin) -> None:
    a = begin()
    ada, bo = a.seats()[:2]
    with pytest.raises(ClassError, match="without a name"):
        a.do(ada, "say", to="all", text="x", unsigned=True)
    a.lead("settings", unsigned=True)
    a.do(ada, "say", to="all", text="x", unsigned=True)
    told = {who.id: a.room.state(who)["talk"]["messages"][0] for who in (ada, bo, a.room.facilitator)}
    assert (told[bo.id]["from"], told[bo.id]["by"], told[bo.id]["name"]) == ("", "", "")
    assert told[ada.id]["from"] == told[a.room.facilitator.id]["from"] == "aurelia"


def test_one_who_is_muted_can_only_call_the_facilitator(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    a.lead("mute", person=ada.id, on=True)
    with pytest.raises(ClassError, match="muted"):
        a.do(ada, "say", to="all", text="x")
    a.do(ada, "raise", text="Why?")
    assert a.room.state(a.room.facilitator)["ratings"]["raised"][0]["text"] == "Why?"
    a.lead("mute", person=ada.id, on=False)
    a.do(ada, "say", to="all", text="x")


def test_silence_procedure_adopts_unless_somebody_breaks_it_in_time(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("caucus")
    for title in ("kept", "broken"):
        a.do(people[0], "propose", title=title, rule="silence", minutes=2)
    a.clock.go(119)
    assert a.room.tick() is False or not a.room.group(1).talk.proposals[0].why
    a.do(people[1], "vote", proposal=2, stance="no")
    a.clock.go(2)
    assert a.room.tick() is True
    kept, broken = a.room.state(people[2])["talk"]["proposals"]
    assert (kept["state"], broken["state"], broken["why"]) == ("adopted", "broken", "borealis broke the silence")
    with pytest.raises(ClassError, match="adopted"):
        a.do(people[1], "vote", proposal=1, stance="no")


def test_the_clock_of_a_proposal_stands_while_the_group_is_paused_or_the_host_is_down(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.go_to("caucus")
    a.do(people[0], "propose", title="x", rule="silence", minutes=1)
    a.lead("pause")
    a.clock.go(600)
    a.room.tick()
    a.lead("pause", on=False)
    a.room.tick()
    b = a.again(after=600)
    b.room.tick()
    assert b.room.group(1).talk.proposals[0].state == "open"
    b.clock.go(61)
    b.room.tick()
    assert b.room.group(1).talk.proposals[0].state == "adopted"
    b.room.close()


@pytest.mark.parametrize(
    ("rule", "votes", "late", "state"),
    [
        ("consensus", "yyyyy", False, "adopted"), ("consensus", "yaaaa", False, "adopted"),
        ("consensus", "yyyy.", False, "open"), ("consensus", "yyyy.", True, "failed"),
        ("consensus", "yn...", False, "failed"), ("majority", "yyy..", False, "adopted"),
        ("majority", "yy...", False, "open"), ("majority", "yy...", True, "failed"),
        ("majority", "ynnn.", False, "failed"), ("majority", "yynaa", False, "failed"),
        ("silence", "y....", False, "open"), ("silence", "y....", True, "adopted"),
        ("silence", "yyyyn", False, "broken"), ("silence", "yaaaa", True, "adopted"),
    ],
)  # fmt: skip
def test_the_rules_of_adoption(rule: str, votes: str, late: bool, state: str) -> None:
    seats = tuple("abcde")
    words = {"y": "yes", "n": "no", "a": "abstain"}
    cast = {seat: words[v] for seat, v in zip(seats, votes, strict=True) if v != "."}
    proposal = Proposal(1, 0, 1, "a", "P1", "t", "", rule, None, 0, seats, cast)
    found, why = proposal.verdict(late)
    assert found == state
    assert bool(why) == (state != "open")


def test_only_seats_of_people_have_a_voice_and_its_sponsor_withdraws_it(begin: Begin) -> None:
    a = begin()
    ada, bo = a.join("Ada", seat="aurelia"), a.join("Bo", seat="borealis")
    a.go_to("caucus")
    a.do(ada, "propose", title="x")
    assert a.room.group(1).talk.proposals[0].entitled == ("aurelia", "borealis")
    late = a.join("Late", seat="corvina")
    with pytest.raises(ClassError, match="no voice"):
        a.do(late, "vote", proposal=1, stance="yes")
    with pytest.raises(ClassError, match="aurelia has proposed it"):
        a.do(bo, "withdraw_proposal", proposal=1)
    a.do(ada, "withdraw_proposal", proposal=1)
    assert a.room.group(1).talk.proposals[0].state == "withdrawn"
    a.do(ada, "propose", title="y")
    a.do(bo, "cosign", proposal=2)
    assert a.room.group(1).talk.proposals[1].state == "open"
    a.do(late, "vote", proposal=2, stance="abstain")
    told = a.room.state(late)["talk"]["proposals"][1]
    assert (told["state"], told["cosigners"]) == ("adopted", ["borealis"])


def test_proposals_are_bounded(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    with pytest.raises(ClassError, match="before the turn is played"):
        a.do(ada, "propose", title="too early")
    a.go_to("caucus")
    for n in range(MOST_OPEN):
        a.do(ada, "propose", title=f"{n}")
    with pytest.raises(ClassError, match="open"):
        a.do(ada, "propose", title="one more")


def test_a_state_carries_the_latest_messages_and_the_others_can_be_asked_for(begin: Begin) -> None:
    a = begin()
    ada, bo = a.seats()[:2]
    requests: list[tuple[Person, dict[str, Any]]] = [
        (ada, {"verb": "say", "to": ["borealis"] if n % 2 else "team", "text": f"{n}"}) for n in range(400)
    ]
    a.room.do_many(requests)
    talk = a.room.state(bo)["talk"]
    assert (len(talk["messages"]), talk["earlier"], talk["messages"][-1]["text"]) == (150, 50, "399")
    earlier = a.room.ask(bo, {"ask": "messages", "before": talk["messages"][0]["n"]})
    assert [m["text"] for m in earlier["messages"]] == [f"{n}" for n in range(1, 100, 2)]


def test_observers_rate_and_what_they_note_is_kept(begin: Begin) -> None:
    a = begin()
    a.seats()
    watch = a.join("Watch", "observer")
    a.do(watch, "rate", capability="Sharing what one knows", rating="S", note="late", seat="delmar")
    a.do(watch, "observe", text="They laugh.")
    with pytest.raises(ClassError, match="no seat"):
        a.do(watch, "rate", capability="x", rating="P", seat="mars")
    b = a.again()
    told = b.room.state(b.room.facilitator)["ratings"]
    assert (told["ratings"][0]["rating"], told["observations"][0]["name"]) == ("S", "Watch")
    b.room.close()


def test_a_questionnaire_filled_without_a_name_leads_nowhere(begin: Begin) -> None:
    a = begin()
    ada = a.seats()[0]
    with pytest.raises(ClassError, match="not open"):
        a.do(ada, "fill", form="hotwash", answers={"q1": 3})
    a.lead("settings", forms=["hotwash"])
    a.do(ada, "fill", form="hotwash", answers={"q1": 3, "q2": "ok"}, anonymous=True, id="secret-1")
    with pytest.raises(ClassError, match="already"):
        a.do(ada, "fill", form="hotwash", answers={"q1": 3})
    assert not any(e["kind"] == "fill" for e in a.room.group(1).stored())
    (sheet,) = [value for name, value in a.room.journal.facts().items() if name.startswith("sheet:1:")]
    assert sheet == {"form": "hotwash", "answers": {"q1": 3, "q2": "ok"}}
    assert a.room.state(a.room.facilitator)["ratings"]["filled"] == {"hotwash": 1}
    b = a.again()
    assert b.room.state(b.room.facilitator)["ratings"]["filled"] == {"hotwash": 1}
    with pytest.raises(ClassError, match="already"):
        b.do(b.person("aurelia-1"), "fill", form="hotwash", answers={"q1": 3})
    with pytest.raises(ClassError, match="more than"):
        b.do(b.person("borealis-1"), "fill", form="hotwash", answers={f"q{n}": "x" * 2000 for n in range(9)})
    b.room.close()


def test_questionnaires_without_a_name_have_no_order(begin: Begin, tmp_path: Path) -> None:
    """Neither in the class's file nor in an export is there anything by which one can tell whose was whose."""
    a = begin()
    people = a.seats()
    a.lead("settings", forms=["hotwash"])
    before = a.room.journal.events(), a.room.group(1).stored()
    written = [f"answer {n}" for n in range(len(people))]
    for person, text in zip(people, written, strict=True):
        a.clock.go(60)
        a.do(person, "fill", form="hotwash", answers={"q1": text}, anonymous=True)
    assert (a.room.journal.events(), a.room.group(1).stored()) == before, "nothing has a place among other things"
    names = [name for name in a.room.journal.facts() if name.startswith("sheet:")]
    assert len(names) == len(people)
    assert names == sorted(names)
    assert len({len(name) for name in names}) == 1
    a.room.export(tmp_path / "class.zip")
    with zipfile.ZipFile(tmp_path / "class.zip") as zipped:
        facts = json.loads(zipped.read("class.jsonl").decode().split("\n")[1])["facts"]
        games = "".join(zipped.read(name).decode() for name in zipped.namelist() if name.startswith("sessions/"))
    assert [name for name in facts if name.startswith("sheet:")] == names
    assert not any(text in games for text in written)
    other = Store(tmp_path / "elsewhere" / "sessions")
    with Classroom.resume(Classroom.take_in(tmp_path / "class.zip", other), store=other, now=a.clock) as room:
        assert sorted(one["answers"]["q1"] for one in room.sheets.values()) == written
        assert room.state(room.facilitator)["ratings"]["filled"] == {"hotwash": len(people)}


def test_a_sheet_that_is_none_is_left_out_of_an_import() -> None:
    for wrong in ([], {"form": "x"}, {"form": 1, "answers": {}}, {"form": "x", "answers": {"q": "y" * 200_000}}):
        assert not _fitting("sheet:1:ab", wrong)
    assert _fitting("sheet:1:ab", {"form": "x", "answers": {"q": 1}})


def test_not_even_the_bytes_of_a_closed_class_tell_who_was_first(begin: Begin) -> None:
    a = begin()
    people = a.seats()
    a.lead("settings", forms=["hotwash"])
    for number, person in enumerate(people):
        a.do(person, "fill", form="hotwash", answers={"q1": f"answer {number}"}, anonymous=True)
    wanted = [one["answers"]["q1"] for _, one in sorted(a.room.sheets.items())]
    path = a.room.journal.path
    a.room.close()
    assert not path.with_name(f"{path.name}-wal").exists()
    data = path.read_bytes()
    # A page of the database is filled from its end.
    found = sorted(wanted, key=lambda text: -data.index(text.encode()))
    assert found == wanted
    assert all(data.count(text.encode()) == 1 for text in wanted), "nothing is left behind of an earlier writing"
    with Classroom.resume(a.room.name, store=a.room.store, now=a.clock) as room:
        assert len(room.sheets) == len(people)
