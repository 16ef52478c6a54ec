"""The end of a class on its pages; and what stands at the right place before: briefs, forms, checks, speakers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.web.conftest import LAPTOP
from tests.host.web.scenes import Scene, view
from tests.host.web.stage import until


@pytest.fixture
def early(root: Path, tmp_path: Path) -> Scene:
    """A class that its facilitator has ended in the second turn."""
    scene = Scene(root, tmp_path)
    scene.to("caucus")
    scene.talk()
    scene.play()
    scene.to("commit")
    scene.do(scene.lead, "end")
    return scene


def flat(text: str) -> str:
    return " ".join(text.split())


def test_everything_is_opened_even_when_the_class_ended_early(context: Any, early: Scene) -> None:
    stage = early.stage(context(), early.cy)
    page = stage.open()
    page.wait_for_selector("text=The class has ended after turn 1, before the end of the story")
    view(page, "alliance")
    assert "Only your team sees this" in page.inner_text("main")
    assert page.locator("h2:has-text('Declassified')").count() == 0
    early.do(early.lead, "declassify")
    stage.push(**early.room.state(early.cy))
    until(page, "!document.body.textContent.includes('Only your team sees this')")
    view(page, "now")
    told = flat(page.inner_text("main"))
    content = early.room.campaign
    for member in content.members:
        assert flat(member.brief)[:200] in told, member.name
        assert f"Objective: {member.objective.title}" in told
        assert all(flat(line) in told for line in member.red_lines)
        assert not member.objective.bonus or flat(member.objective.bonus.text) in told
    assert told.count("Score: ") == len(content.members)
    assert told.count("Goal Weight Score") == len(content.members)
    assert told.count("(met)") + told.count("(not met)") == sum(bool(one.objective.bonus) for one in content.members)
    assert ("sought safety" in told) != ("wanted more" in told)
    # Said from one team to another, of which the reader was neither.
    assert "Will you come to the summit if we pay the bridge?" in told
    assert "Watch the second crisis, too." in told
    questions = early.room.state(early.ada)["end"]["questions"]
    assert questions
    assert all(flat(question) in flat(told) for question in ["To talk about", *questions])
    for name in ("now", "choose", "talk", "alliance", "notes"):
        if name != "choose":
            view(page, name)
            assert "next turn brings" not in page.inner_text("main")
    assert page.locator("#tabs a[href='#choose']").count() == 0
    assert not page.faults


def test_the_room_screen_shows_objectives_and_intent_and_waits_for_nobody(context: Any, early: Scene) -> None:
    stage = early.stage(context(LAPTOP), early.screen)
    page = stage.open("/room")
    page.wait_for_selector("text=The class has ended")
    assert "thinking" not in page.inner_text("main")
    early.do(early.lead, "declassify")
    stage.push(**early.room.state(early.screen))
    page.wait_for_selector("h2:has-text('Declassified')")
    told = flat(page.inner_text("main"))
    assert all(flat(one.objective.title) in told for one in early.room.campaign.members)
    assert ("sought safety" in told) != ("wanted more" in told)
    assert not page.faults


def test_now_leads_to_the_brief_and_to_open_forms(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    scene.to("brief")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.click("a:has-text('Read your brief')")
    assert page.locator("h2:has-text('Your brief')").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "Your brief"
    view(page, "now")
    scene.do(scene.lead, "settings", forms=["hot-wash"])
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("#tabs a[href='#notes'] .badge:has-text('1')")
    page.click("p.note:has-text('A questionnaire is open') a")
    assert page.locator("form:has-text('Send my answers')").is_visible()
    assert not page.faults


def test_a_team_mate_speaks_while_the_speaker_is_away(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    scene.to("commit")
    scene.room.here(scene.ada)
    stage = scene.stage(context(), scene.bo)
    page = stage.open()
    page.wait_for_selector("h2:has-text('Commit')")
    assert page.locator("button:has-text('Speak for our team')").count() == 0
    scene.room.here(scene.ada, False)
    stage.push(**scene.room.state(scene.bo))
    page.click("section[data-of=now] button:has-text('Speak for our team')")
    page.wait_for_selector("#head >> text=speaker")
    assert scene.room.people.speaker(1, scene.seats[0]).name == "Bo"  # type: ignore[union-attr]
    assert page.locator("button:has-text('Speak for our team')").count() == 0
    assert not page.faults


def test_the_check_of_the_line_stands_on_every_tab_until_it_is_answered(
    context: Callable[..., Any], root: Path, tmp_path: Path
) -> None:
    scene = Scene(root, tmp_path)
    scene.to("commit")
    scene.do(scene.lead, "comcheck")
    page = scene.stage(context(), scene.ada).open()
    for name in ("now", "choose", "talk", "alliance", "notes"):
        view(page, name)
        assert page.locator("button:has-text('I read you')").is_visible(), name
    page.click("button:has-text('I read you')")
    until(page, "!document.body.textContent.includes('I read you')")
    missing = scene.room.state(scene.lead)["comcheck"]["missing"]
    assert scene.bo.id in missing
    assert not {scene.ada.id, scene.screen.id} & set(missing)
    assert not page.faults
