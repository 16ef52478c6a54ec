"""What the seat page tells of the game's own reckoning: answers, reasons, what may come, lessons; the room's size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.host.web.conftest import LAPTOP
from tests.host.web.scenes import Scene, view

from tabletop.game import Choice
from tabletop.game.advice import odds
from tabletop.telling.worth import answered, in_all

SCREENS = ({"width": 1280, "height": 800}, {"width": 1024, "height": 768}, {"width": 1920, "height": 1080})


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_measure_is_shown_with_the_answer_that_it_needs(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path, seed=1)
    scene.to("commit")
    game = scene.room.groups[0].game
    crisis = next(one for one in game.view(scene.seats[0]).crises if one.domain == "external")
    page = scene.stage(context(), scene.ada).open()
    page.wait_for_selector("#tabs a")
    view(page, "choose")
    page.check(f"input[value={crisis.card}]")
    page.check("input[value=confidence]")
    page.wait_for_selector(".chance")
    own = odds(game, scene.seats[0], Choice("confidence", "interest", 1, None, None, crisis.card))
    told = flat(page.inner_text(".worth"))
    assert f"With the answer {in_all(own)}" in told
    assert answered(own, game.campaign.outside.name) in told
    assert f"with the answer {in_all(own)}" in page.inner_text(".bottom")
    page.check("input[value=track2]")
    page.wait_for_selector(".worth:not(:has-text('With the answer'))")
    assert "with the answer" not in page.inner_text(".bottom")


def test_why_numbers_moved_and_what_the_facilitator_overruled(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    scene.play()
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a")
    view(page, "alliance")
    assert not any(one.get("ask") == "why" for one in stage.done), "nothing is asked before anybody wants to know"
    page.click("summary:has-text('Why did the numbers move?')")
    page.click("summary:has-text('cohesion')")
    page.wait_for_selector("table:has-text('Reason')")
    assert "overruled" not in page.inner_text("details")
    scene.do(scene.lead, "overrule", variable="tension", amount=4, why="The news was <b>worse</b>.")
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("details >> text=The facilitator overruled tension, +4.00: The news was <b>worse</b>.")
    page.click("summary:has-text('tension')")
    page.wait_for_selector("td:has-text('+4.00')")
    terms = page.locator("details details:has-text('tension') tr").all_inner_texts()
    assert any("OVERRULE" in row and "+4.00" in row for row in terms)
    assert not page.faults


def test_what_may_come_stands_there_only_where_it_is_allowed(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    scene.to("commit")
    stage = scene.stage(context(LAPTOP), scene.ada)
    page = stage.open()
    page.wait_for_selector("h2:has-text('Choose for turn 1')")
    assert page.locator("h2:has-text('What may come')").count() == 0
    scene.do(scene.lead, "settings", coach=True)
    stage.push(**scene.room.state(scene.ada))
    page.click("summary:has-text('The outlook')")
    page.wait_for_selector("text=/^Win .*draw .*collapse/", timeout=20_000)
    drawn = page.locator("section:has(> h2:has-text('What may come')) svg")
    assert drawn.count() == 2
    assert drawn.nth(0).get_attribute("aria-hidden") == "true"
    page.click("summary:has-text('In numbers') >> nth=0")
    rows = page.locator("table:has-text('After turn') >> nth=0 >> tbody tr")
    outlook = scene.room.ask(scene.ada, {"ask": "outlook"})["outlook"]
    assert rows.count() == len(outlook["cohesion"]["turns"])
    assert rows.last.locator("td").nth(1).inner_text() == f"{outlook['cohesion']['lines'][-1][2]:.0f}"
    page.click("summary:has-text('The coach')")
    page.wait_for_selector("table:has-text('Against holding')", timeout=20_000)
    watcher = scene.stage(context(LAPTOP), scene.watcher).open()
    watcher.wait_for_selector("summary:has-text('The outlook')")
    assert watcher.locator("summary:has-text('The coach')").count() == 0, "nobody chooses there"
    scene.do(scene.lead, "settings", coach=False)
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("h2:has-text('What may come')", state="detached")
    assert not page.faults


def test_no_lesson_on_a_phone_speaks_of_keys(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path, "halcyon-tutorial", level="basics")
    scene.to("commit")
    page = scene.stage(context(), scene.ada).open()
    page.wait_for_selector("article.crisis")
    crisis = scene.room.groups[0].game.view(scene.seats[0]).crises[0]
    page.click("article.crisis summary")
    told = flat(page.inner_text("article.crisis >> nth=0"))
    assert "Press c" in crisis.lesson
    assert flat(crisis.aloud) in told
    assert "Press" not in told


def test_every_lesson_of_the_tutorial_can_be_told_without_keys(root: Path) -> None:
    import re

    from tabletop.content import load_campaign

    campaign = load_campaign(root / "campaigns" / "halcyon-tutorial")
    keys = re.compile(r"\b(Press|Enter|Esc)\b|\([a-z]\)|\b[b-hj-z] (?:goes|shows|tells|tries|sets|points|compares)\b")
    for card in campaign.deck.values():
        assert card.lesson
        assert card.aloud
        assert not keys.search(card.aloud), card.id
    told = [text for act in campaign.acts for text in (act.opening, act.closing)]
    for text in (campaign.summary, *told, *(one.text for one in campaign.endings)):
        assert not keys.search(text or ""), text


def test_what_a_speaker_has_chosen_survives_a_reload_and_stays_its_own(
    context: Any, root: Path, tmp_path: Path
) -> None:
    scene = Scene(root, tmp_path)
    scene.to("commit")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a")
    view(page, "choose")
    page.check(f"input[value={scene.card}]")
    page.check("input[value=bilateral]")
    page.check(f"input[name=target][value={scene.seats[1]}]")
    page.check("input[value=package]")
    page.check("input[name=effort][value='2']")
    page.reload()
    page.wait_for_selector(".chance")
    chosen = [page.input_value(f"input[name={part}]:checked") for part in ("strategy", "target", "tactic", "effort")]
    assert chosen == ["bilateral", scene.seats[1], "package", "2"]
    assert not any("verb" in one for one in stage.done), "nobody is told before it is shown or committed"
    assert not any(one.get("draft") for one in scene.room.state(scene.bo)["table"]["team"])
    page.click("button:has-text('Show my team')")
    page.wait_for_selector(".drafts:has-text('Ada')")
    assert scene.room.state(scene.lead)["table"]["drafts"][scene.seats[0]][scene.ada.id]["tactic"] == "package"


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size['width']}x{size['height']}")
def test_the_room_screen_never_scrolls(context: Any, root: Path, tmp_path: Path, size: dict[str, int]) -> None:
    """Not in any phase, with proposals, with news as long as they may be, and with everything opened at the end."""
    scene = Scene(root, tmp_path, level="full")
    stage = scene.stage(context(size), scene.screen)
    page = stage.open("/room")

    def fits(phase: str) -> None:
        stage.push(**scene.room.state(scene.screen))
        if phase:
            page.wait_for_selector(f"#head >> text={phase}")
        page.wait_for_timeout(250)
        box = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert box[0] <= size["width"], phase
        assert box[1] <= size["height"], phase
        foot = page.evaluate("document.getElementById('foot').getBoundingClientRect().bottom")
        assert foot <= size["height"] + 1, phase
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 9, phase

    fits("Lobby")
    scene.to("brief")
    fits("Brief")
    scene.to("caucus")
    scene.talk("We need four trains, not nineteen days. " * 40)
    fits("Caucus")
    scene.to("commit")
    fits("Commit")
    scene.play()
    fits("Discuss")
    scene.play()
    for who in (scene.cy, scene.dee):
        scene.do(who, "say", to="press", text="Who joins us? " * 100)
    fits("Discuss")
    scene.do(scene.lead, "end")
    scene.do(scene.lead, "declassify")
    stage.push(**scene.room.state(scene.screen))
    page.wait_for_selector("h2:has-text('Declassified')")
    fits("")
    assert not page.faults
