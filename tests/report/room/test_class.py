"""What a class leaves in a report: the thread, what was said, who took part, and no name that was not asked for."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.report.room.conftest import HOSTILE, Played, play

from tabletop.host.room import record
from tabletop.report import FORMS, Report, render
from tabletop.report.room.facts import Observed, RoomFacts
from tabletop.report.room.sections import minutes, over
from tabletop.report.room.thread import actions_of, capability_of
from tabletop.session import Store, classes
from tabletop.session.classes import class_session
from tabletop.session.happened import happened
from tabletop.telling.evaluation import FORMS as QUESTIONNAIRES
from tabletop.telling.evaluation import RUBRIC, SERVES

NAMES = ("Ada", "Ben", "Cleo", "Dora")


@pytest.fixture(scope="module")
def report(played: Played) -> Report:
    return played.report()


@pytest.fixture(scope="module")
def room(report: Report) -> RoomFacts:
    assert report.room is not None
    return report.room


# ---------------------------------------------------------------- the meaning of events


def test_the_report_reads_the_events_as_the_class_does(played: Played, room: RoomFacts) -> None:
    group = played.kit.room.group(1)
    spans = [(s.turn, s.phase, s.planned, pytest.approx(s.actual, abs=0.06)) for s in group.clock.spans]
    assert [(p.turn, p.phase, p.planned, p.actual) for p in room.phases] == spans
    assert len(room.messages) == len(group.talk.messages)
    assert [(p.state, p.title) for p in room.proposals] == [(p.state, p.title) for p in group.talk.proposals]
    assert [one.state for one in room.injects] == [one["state"] for one in group.notes.injects]
    told = played.session.happened
    for name, own in (("ratings", group.notes.ratings), ("observations", group.notes.observations),
                      ("reflections", group.notes.reflections),
                      ("filled", [*group.notes.filled, *played.kit.room.sheets])):  # fmt: skip
        assert len(getattr(told, name)) == len(own), name


def test_the_class_file_is_read_by_the_names_that_the_class_writes() -> None:
    assert (classes.NAME, classes.CALLED) == (record.NAME, record.CALLED)


def test_unknown_events_are_left_out() -> None:
    told = happened([{"kind": "later", "at": 1.0, "by": "P1", "turn": 1, "data": {"x": 1}}, {"kind": "commit"}])
    assert not told.messages


def test_a_game_of_one_person_has_no_class(played: Played, tmp_path: Path) -> None:
    from tabletop.content import load_campaign
    from tabletop.game import Game

    store = Store(tmp_path / "sessions")
    with store.create(Game.new(load_campaign("halcyon"), 3), npc={}) as made:
        name = made.name
    assert class_session(store, name) is None


def test_without_the_class_file_there_are_no_names_but_everything_else(tmp_path: Path) -> None:
    done = play(tmp_path)
    done.kit.room.close()
    for path in (tmp_path / "classes").iterdir():
        path.unlink()
    found = done.session
    assert not found.people
    assert found.group == 1
    report = done.report(named=True)
    assert report.room is not None
    assert not report.room.people
    assert not report.room.declassified
    assert "A secret for two." not in render(report, "json")


# ---------------------------------------------------------------- what is in it


def test_the_thread_leads_from_aims_to_actions(report: Report, room: RoomFacts) -> None:
    assert [aim.text for aim in room.aims] == list(report.campaign.learning)
    rated = {aim.id: [one.rating for one in aim.ratings] for aim in room.aims}
    assert rated["division-of-labour"] == ["M"]
    assert rated["burden-sharing"] == ["S"]
    assert not rated["two-levels"]
    assert any("Coordination" in one.text for one in room.improvements)
    assert any("Punctual" in one.text for one in room.strengths)
    entered, *open_ = room.actions
    assert (entered.text, entered.owner, entered.due) == ("agree on roles first", "Borealis", "next week")
    assert [one.area for one in open_] == [one.text for one in room.improvements]
    assert not any((one.owner, one.due) != ("", "") for one in open_)


def test_facts_of_the_game_support_what_is_said(report: Report, room: RoomFacts) -> None:
    broken = [one for one in room.pledges if one.kept is False]
    assert [one.member for one in broken] == ["Borealis"]
    assert any(one.text == "Pledges were broken." and "Borealis in turn 1" in one.grounds for one in room.improvements)
    solved = [card.title for card in report.cards if card.end == "resolved"]
    told = next(one.grounds for one in room.strengths if one.text == "Crises were talked down to the end.")
    assert all(title in told for title in solved)
    assert solved


def test_proposals_overrules_and_injects_with_their_fate(room: RoomFacts) -> None:
    assert [(one.title, one.state) for one in room.proposals] == [("Roles", "failed"), ("Silence", "adopted")]
    assert room.proposals[0].votes == {"Aurelia": "yes", "Borealis": "no"}
    assert room.proposals[0].why == "Borealis said no"
    assert [one.text for one in room.overruled] == [
        "The facilitator overruled tension, +5.00: The news was worse than the card says."
    ]
    assert [(one.title, one.state, one.turn) for one in room.injects] == [("Storm", "done", 2), ("Held", "held", 0)]


def test_everything_secret_is_opened_once_it_is_declassified(report: Report) -> None:
    assert not report.finished
    assert report.opened
    assert report.outside.intent in ("seeker", "greedy")
    assert all(card.objective and card.brief for card in report.scorecards)
    text = render(report, "md")
    for said in ("A secret for two.", "Nobody knows who wrote this.", "Take your time.", "Never comes."):
        assert said in text
    assert "Declassified" in text
    assert "Not finished" not in text


def test_a_class_that_ends_before_the_story_is_judged_by_the_turns_it_played(report: Report) -> None:
    assert report.luck is not None
    assert report.luck.left == report.turns_played == 3
    end = report.timeline[-1]
    assert report.luck.actual == pytest.approx(min(end.cohesion, end.stability), abs=0.006)
    assert report.luck.people == ("Aurelia", "Borealis")
    assert report.turning_points
    assert all(point.turn <= 3 for point in report.turning_points)
    text = render(report, "md")
    assert "The story was not played to its end: the class left it after 3 turns." in text
    assert "There is no outcome and no grade" in text
    assert "## Where it turned" in text
    assert "## Luck and judgement" in text
    assert "The lower index stood at" in text
    assert "the game would have ended" not in text
    assert "turn 3 would have ended with" in text


def test_nothing_secret_before_that(tmp_path: Path) -> None:
    done = play(tmp_path, declassify=False)
    report = done.report(named=True)
    done.kit.room.close()
    assert not report.opened
    for form in FORMS:
        text = render(report, form)
        for secret in ("A secret for two", "Nobody knows", "Take your time", "Never comes", "too quick", "Punctual",
                       "zebra", "Aquilon asked"):  # fmt: skip
            assert secret not in text, (form, secret)
    assert "Good morning, allies" in render(report, "md")
    assert not any(card.brief for card in report.scorecards)


def test_seats_that_nobody_took_were_played_by_a_computer(report: Report) -> None:
    by = {seat.name: seat.played_by for seat in report.seats}
    assert list(by.values()) == ["person", "person", "computer", "computer", "computer"]
    second = report.turns[1]
    assert [choice.by for choice in second.choices][:2] == ["person", "nobody in time"]
    assert all(choice.by not in ("person", "computer") for choice in second.choices[2:])


# ---------------------------------------------------------------- taking part


def test_taking_part_is_counted_and_touches_nothing_else(room: RoomFacts, report: Report) -> None:
    first, second = room.seats
    assert (first.in_time, first.late, first.messages, first.proposals) == (3, 0, 2, 2)
    assert (second.in_time, second.late, second.messages, second.votes, second.statements) == (2, 1, 1, 1, 2)
    numbers = json.loads(render(report, "json"))
    assert not {"in_time", "late"} & set(numbers["scorecards"][0])
    assert not any("in time" in one.text for one in (*room.strengths, *room.improvements))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("form", FORMS)
def test_names_are_out_by_default(report: Report, form: str) -> None:
    text = render(report, form)
    assert not [name for name in NAMES if name in text]


def test_names_where_they_are_asked_for_but_never_an_erased_one(played: Played) -> None:
    report = played.report(named=True)
    assert report.room is not None
    assert [one.name for one in report.room.people] == ["Ada", "Ben"]
    assert {seat.person for seat in report.seats} == {"Ada", "Ben", ""}
    for form in FORMS:
        text = render(report, form)
        assert "Ada" in text
        assert "Cleo" not in text
    ada = report.room.people[0]
    assert (ada.in_time, ada.messages, ada.reflections) == (3, 1, 1)
    assert {one.who for one in report.room.ratings} == {"Dora"}


def test_answers_lead_to_nobody(played: Played, room: RoomFacts) -> None:
    wash = next(form for form in room.forms if form.form == "hot-wash")
    assert wash.sheets == 2
    by = {one.question: one for one in wash.answers}
    # Ada wrote tired and zebra, Ben proud and apple: in the order of the alphabet the sheets fall apart.
    assert [one.texts for one in wash.answers if one.texts] == [("proud", "tired"), ("apple", "zebra")]
    assert by["Was your biggest failure bad judgement or a bad die?"].counts["more the die"] == 2
    named = played.report(named=True)
    assert named.room is not None
    assert named.room.forms == room.forms
    feedback = next(form for form in room.forms if form.form == "feedback")
    assert [one.question for one in feedback.answers][-1] == "strange"


# ---------------------------------------------------------------- forms


def test_the_same_class_makes_the_same_bytes_and_json_is_every_fact(played: Played, report: Report) -> None:
    for form in FORMS:
        assert render(played.report(), form) == render(report, form)
    assert Report.model_validate_json(render(report, "json")) == report


def test_csv_has_the_class(report: Report) -> None:
    rows = list(csv.reader(io.StringIO(render(report, "csv"))))
    kinds = {row[0] for row in rows}
    assert {"phase", "rating", "strength", "improvement", "action", "message", "proposal", "pledge", "red line",
            "inject", "overrule", "participation", "reflection", "answer"} <= kinds  # fmt: skip
    assert {len(row) for row in rows} == {8}


def test_what_people_wrote_stays_text(report: Report) -> None:
    html = render(report, "html")
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert HOSTILE not in render(report, "md")


def test_a_report_without_a_class_knows_nothing_of_one(played: Played) -> None:
    report = played.report().model_copy(update={"room": None})
    assert '"room"' not in render(report, "json")
    assert "From aims to actions" not in render(report, "md")


# ---------------------------------------------------------------- the small parts


def test_an_action_is_read_from_a_note() -> None:
    def note(text: str) -> Observed:
        return Observed(turn=1, member="", text=text, who="")

    actions, rest = actions_of([note("action: call them; and then listen; BY: May; owner: Ben"), note("An action?")])
    (action,) = actions
    assert (action.text, action.owner, action.due) == ("call them; and then listen", "Ben", "May")
    assert [one.text for one in rest] == ["An action?"]


def test_capabilities_are_known_however_they_are_typed() -> None:
    assert capability_of(" two-level   AWARENESS ") == "Two-level awareness"
    assert capability_of("Own words") == "Own words"
    assert set(SERVES) == set(RUBRIC)
    assert all(len(levels) == 4 for levels in RUBRIC.values())


def test_questionnaires_are_short_and_fit_what_a_class_takes() -> None:
    from tabletop.host.room.requests import Fill

    for form, sheet in QUESTIONNAIRES.items():
        assert sheet.form == form
        assert 5 <= len(sheet.questions) <= 8
        keys = [question.key for question in sheet.questions]
        assert len(set(keys)) == len(keys)
        answers = {q.key: len(q.scale) if q.scale else "words" for q in sheet.questions}
        Fill.model_validate({"verb": "fill", "form": form, "answers": answers})
        told = sheet.as_json()["questions"]
        for one, question in zip(told, sheet.questions, strict=True):
            assert [(o["value"], o["label"]) for o in one.get("options", ())] == list(enumerate(question.scale, 1))


def test_times_as_people_read_them() -> None:
    assert (minutes(125), over(125), over(-5), over(0)) == ("2:05", "+2:05", "−0:05", "0:00")


def test_the_end_of_a_class_opens_its_questionnaires(tmp_path: Path) -> None:
    from tests.host.room.kit import Class, Clock

    from tabletop.content import load_campaign
    from tabletop.host.room import Classroom, Plan

    clock = Clock()
    campaign, store = load_campaign("halcyon"), Store(tmp_path / "sessions")
    with Classroom.new(campaign, groups=1, seed=7, plan=Plan.timetable(45), store=store, now=clock) as room:
        kit = Class(room, clock)
        ada = kit.join("Ada", seat=room.group(1).seats[0])
        kit.lead("end")
        assert set(room.state(ada)["class"]["forms"]) == set(QUESTIONNAIRES)
        kit.do(ada, "fill", form="feedback", answers={"clear": 3})


def test_judgement_is_measured_where_people_sat(tmp_path: Path) -> None:
    from tests.host.room.kit import Class, Clock

    from tabletop.content import load_campaign
    from tabletop.host.room import Classroom, Plan

    clock, store = Clock(), Store(tmp_path / "sessions")
    campaign = load_campaign("halcyon-tutorial")
    with Classroom.new(campaign, groups=1, seed=4, plan=Plan.timetable(45), store=store, now=clock) as room:
        kit = Class(room, clock)
        ada = kit.join("Ada", seat=room.group(1).seats[0])
        while not room.group(1).game.over:
            kit.go_to("commit")
            kit.hold(ada)
            kit.go_to("discuss")
        report = Played(kit, store).report()
    assert report.finished
    assert report.luck is not None
    assert report.luck.people == (campaign.members[0].name,)
    assert [seat.played_by for seat in report.seats].count("person") == 1
    # The game is over, so what was secret is told, though nobody declassified the class.
    assert report.opened
    assert all(card.brief for card in report.scorecards)


def test_time_is_counted_as_the_class_counts_it() -> None:
    """Pauses, gaps while the host was down, added minutes and a group that went back: span by span as its clock."""
    from tabletop.host.room.clock import Clock as GroupClock

    told: list[tuple[str, float, dict[str, object]]] = [
        ("begun", 100.0, {"phase": "lobby", "turn": 1, "planned": 300}),
        ("phase", 160.0, {"to": "brief", "turn": 1, "planned": 60}),
        ("pause", 170.0, {"on": True}), ("pause", 175.0, {"on": True}), ("pause", 270.0, {"on": False}),
        ("extend", 280.0, {"seconds": 45}), ("phase", 300.0, {"to": "caucus", "turn": 1, "planned": 180}),
        ("gap", 900.0, {"seconds": 500.0}), ("phase", 950.0, {"to": "commit", "turn": 1, "planned": 60}),
        ("pause", 960.0, {"on": True}), ("begun", 2000.0, {"phase": "brief", "turn": 1, "planned": 60}),
        ("phase", 2030.0, {"to": "discuss", "turn": 1, "planned": 75}),
    ]  # fmt: skip
    clock = GroupClock()
    for kind, at, data in told:
        clock.fold(kind, at, data)
    events = [{"kind": kind, "at": at, "by": "", "turn": 1, "data": data} for kind, at, data in told]
    spans = happened(events).spans
    assert [(s.turn, s.phase, s.planned, s.actual) for s in spans] == [
        (s.turn, s.phase, s.planned, s.actual) for s in clock.spans
    ]
    assert [s.actual for s in spans] == [60.0, 40.0, 150.0, 30.0]


def test_suggestions_inside_a_team_are_counted_and_their_words_are_not_told(room: RoomFacts, report: Report) -> None:
    assert [(one.name, one.drafts) for one in room.seats] == [("Aurelia", 1), ("Borealis", 0)]
    assert "Suggestions" in render(report, "md")
    assert "drafts" in render(report, "csv")


def test_answers_without_a_name_are_read_from_the_class_and_lead_nowhere(played: Played) -> None:
    unsigned = [one for one in played.session.happened.filled if not one.by]
    assert len(unsigned) == 2
    assert {(one.at, one.turn, one.seat) for one in unsigned} == {(0.0, 0, "")}
    events = [*played.store.events(played.name), *(row.data() for row in played.kit.room.journal.events())]
    assert "zebra" not in json.dumps(events)
    assert "all of it" not in json.dumps(events)
