"""The facts of a report are the game's own, and nothing secret is among them while the game goes on."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from tests.report.conftest import played

from tabletop.content import load_campaign
from tabletop.lab.aftermath import aftermath
from tabletop.report import Report, gather
from tabletop.report.judged import balance_text, par_text
from tabletop.report.sections import sections
from tabletop.session import Table


def test_the_timeline_is_the_game(report: Report, over: Table) -> None:
    view = over.game.view()
    assert tuple(moment.cohesion for moment in report.timeline) == view.cohesion.history
    assert tuple(moment.stability for moment in report.timeline) == view.stability.history
    last = report.timeline[-1]
    assert last.cohesion_parts == {part.name: part.value for part in view.cohesion.parts}
    assert len(last.cohesion_parts | last.stability_parts) == 10


def test_terms_causes_and_trust_add_up(report: Report) -> None:
    for before, turn, after in zip(report.timeline, report.turns, report.timeline[1:], strict=False):
        assert sum(c.amount for c in turn.cohesion_causes) == pytest.approx(after.cohesion - before.cohesion, abs=0.02)
        assert sum(c.amount for c in turn.stability_causes) == pytest.approx(
            after.stability - before.stability, abs=0.02
        )
        for one in turn.negotiations:
            # Terms that round to nothing are left out.
            assert sum(term.points for term in one.terms) == pytest.approx(one.score, abs=0.3)
            assert [abs(t.points) for t in one.terms] == sorted((abs(t.points) for t in one.terms), reverse=True)
    for change in report.trust.changes:
        assert change.after - change.before == pytest.approx(change.change)
        assert change.causes
        assert 1 <= change.turn <= len(report.turns)
    sizes = [abs(change.change) for change in report.trust.changes]
    assert sizes == sorted(sizes, reverse=True)
    assert len(sizes) == 5


def test_everybody_is_there_with_choice_and_reason(report: Report, over: Table) -> None:
    reasons = {(c.turn, c.seat): c.why for c in over.game.commands if c.kind == "choose" and c.why}
    assert reasons
    for turn in report.turns:
        assert {choice.seat for choice in turn.choices} == set(over.game.seats)
        for choice in turn.choices:
            if choice.seat == "borealis":
                assert (choice.by, choice.why) == ("person", "")
            else:
                assert choice.by == over.npc[choice.seat]
                assert choice.why == reasons[turn.turn, choice.seat]


def test_what_was_secret_is_opened(report: Report, over: Table) -> None:
    assert report.finished
    assert report.seed == 3
    assert report.outside.intent in ("seeker", "greedy")
    assert all(card.objective and card.brief and card.goals for card in report.scorecards)
    assert sum(goal.weight for goal in report.scorecards[0].goals) == 100
    assert {seat.mind for seat in report.seats if seat.played_by == "computer"} == set(over.npc.values())
    assert all(seat.mind_about for seat in report.seats if seat.mind)
    assert any(card.briefs for card in report.cards)
    assert any(card.questions for card in report.cards)
    assert [(note.turn, note.who) for note in report.notes] == [(2, "Borealis"), (2, "Facilitator")]
    assert report.notes[0].text.startswith("We **lost** <b>Corvina</b>")


def test_luck_and_turning_points_are_the_analysis(report: Report, over: Table) -> None:
    found = aftermath(over.game, over.npc)
    assert report.luck is not None
    assert (report.luck.judgement, report.luck.luck) == (found.par.judgement, found.par.luck)
    assert [point.swing for point in report.turning_points] == [point.swing for point in found.turning_points]
    passed = gather(over.game, over.npc, aftermath=found, session="a-session", date="2026-05-04")
    assert passed == report


def test_no_lucky_result_is_called_wise(report: Report) -> None:
    assert report.luck is not None
    told = " ".join([balance_text(report.luck), *par_text(report.luck)])
    assert "yardstick" in told
    lucky = report.luck.model_copy(update={"judgement": 30.0, "luck": 20.0})
    for text in (told, " ".join(par_text(lucky))):
        assert not any(word in text.lower() for word in ("you played well", "clever", "wise ", "brilliant", "deserved"))
    assert "more than chance usually does" in " ".join(par_text(lucky))
    assert any("does not show that any way of acting works in the world" in text for text in report.honesty)


def test_where_nobody_sat_nobody_is_judged() -> None:
    table = Table.new(load_campaign("halcyon-tutorial"), 2)
    while not table.game.over:
        table.resolve()
    luck = gather(table.game, table.npc).luck
    assert luck is not None
    assert (luck.people, luck.judgement) == ((), 0)
    told = " ".join(par_text(luck))
    assert "No person sat at the table." in told
    assert "Judgement" not in told


def test_rules_have_a_source_and_a_mark(report: Report) -> None:
    ids = [rule.id for rule in report.rules]
    assert {"T1", "C1", "R8", "N1"} <= set(ids)
    assert len(ids) == len(set(ids))
    assert all(rule.statement and rule.source and rule.mark in "ETD" for rule in report.rules)


def test_people_are_named_only_when_asked(over: Table, report: Report) -> None:
    assert not any(seat.person for seat in report.seats)
    named = gather(over.game, over.npc, names={"borealis": "Ada", "aurelia": "nobody sits there"})
    assert [seat.person for seat in named.seats if seat.person] == ["Ada"]


# ---------------------------------------------------------------- an unfinished game


def test_secrets_stay_out_of_an_unfinished_report(unfinished: Report, going_on: Table) -> None:
    game = going_on.game
    assert not unfinished.finished
    assert unfinished.seed is None
    assert unfinished.luck is None
    assert unfinished.ending is None
    assert (unfinished.turning_points, unfinished.notes, unfinished.honours, unfinished.state_hash) == ((), (), (), "")
    assert {seat.mind for seat in unfinished.seats} == {""}
    text = json.dumps(unfinished.model_dump(mode="json"), ensure_ascii=False)
    secrets = [member.brief for member in game.campaign.members]
    secrets += [member.objective.bonus.text for member in game.campaign.members if member.objective.bonus]
    secrets += [line for member in game.campaign.members for line in member.red_lines]
    secrets += [brief for card in game.campaign.deck.values() for brief in card.briefs.values()]
    secrets += [question for card in game.campaign.deck.values() for question in card.discuss]
    secrets += [card.situation for card in game.campaign.deck.values() if card.id not in _seen(going_on)]
    secrets += ["Pause until ten.", "We **lost**"]
    assert len(secrets) > 50
    for secret in secrets:
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in text
    for mind in set(going_on.npc.values()):
        assert f'"{mind}"' not in text


def _seen(table: Table) -> set[str]:
    dealt = {card for turn in table.game.played for card in turn.dealt}
    return dealt | {crisis.card for crisis in table.game.view().crises}


def test_other_secrets_make_the_same_unfinished_report() -> None:
    table = played(seed=5, turns=4)
    before = gather(table.game, table.npc)
    board = table.game.board
    for name in ("greed", "order", "due", "load", "flags"):
        values = getattr(board, name)
        values[...] = values[::-1] if name == "order" else ~values if values.dtype == bool else 95 - values
    assert gather(table.game, table.npc) == before


def test_an_unfinished_report_says_so(unfinished: Report) -> None:
    first = sections(unfinished)[0]
    assert first.title == "Where it stands"
    assert any(getattr(block, "lead", "") == "Not finished." for block in first.blocks)
    assert not {"luck", "turning", "questions", "notes"} & {section.id for section in sections(unfinished)}


def test_a_game_without_a_turn_has_a_report() -> None:
    table = played(turns=0)
    assert len(gather(table.game, table.npc).timeline) == 1


# ---------------------------------------------------------------- other campaigns


@pytest.mark.parametrize("name", ["halcyon-tutorial"])
def test_other_campaigns(name: str) -> None:
    table = played(campaign=name)
    made = gather(table.game, table.npc)
    assert made.finished
    assert [section.id for section in sections(made)]


def test_a_crisis_is_followed_from_deal_to_end(report: Report) -> None:
    assert report.cards
    for card in report.cards:
        assert 1 <= card.came <= (card.left or 99)
        assert not card.first_joint or card.came <= card.first_joint
        assert (card.left > 0) == (card.end in ("resolved", "outbreak"))
        if card.end:
            assert card.steps[-1] == (0 if card.end == "resolved" else 6)
        assert all(abs(a - b) <= 6 for a, b in pairwise(card.steps))


def test_what_was_taken_back_is_told(report: Report, over: Table) -> None:
    assert report.taken_back == ()
    table = played(turns=2)
    table.take_back()
    again = gather(table.game, table.npc)
    assert again.taken_back == (2,)
    text = " ".join(block.text for one in sections(again) if one.id == "notes" for block in one.blocks)  # type: ignore[union-attr]
    assert text.startswith("Choices of turn 2 were taken back and made again")


def test_causes_are_named_as_in_the_story(report: Report) -> None:
    named = {cause.rule: cause.title for turn in report.turns for cause in turn.stability_causes}
    assert named["H1"] == "headlines"
    assert named["R1"] == "crises talked down"
    told = " ".join(one.text for turn in report.turns for one in turn.told)
    assert "crises talked down" in told
