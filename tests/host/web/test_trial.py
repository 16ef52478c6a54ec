"""What a teacher's first class stumbled over: seats of computer players, assumptions, early ends, words to one seat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.host.web.conftest import LAPTOP
from tests.host.web.scenes import Scene, view
from tests.host.web.stage import until

PROJECTOR = {"width": 1920, "height": 1080}
SIZE = "node => parseFloat(getComputedStyle(node).fontSize)"


@pytest.fixture
def scene(root: Path, tmp_path: Path) -> Scene:
    return Scene(root, tmp_path)


def summit(page: Any) -> None:
    view(page, "choose")
    page.check("input[name=card] >> nth=0")
    page.check("input[value=multilateral]")
    page.wait_for_selector(".chance")


def test_a_seat_of_a_computer_player_offers_nothing_to_commit(context: Any, scene: Scene) -> None:
    scene.to("commit")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a[href='#choose'] .badge")
    summit(page)
    assert page.locator("button:has-text('Commit'):not([aria-disabled])").count() == 1
    scene.do(scene.lead, "hand", seat=scene.seats[0], to="npc:greedy")
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector(".buttons:has-text('A computer player has your seat')")
    assert page.locator("#tabs a[href='#choose'] .badge").count() == 0
    assert "You are the speaker" not in page.inner_text("main")
    for name in ("Commit", "Show my team"):
        page.locator(f".buttons button:has-text('{name}')").click(force=True)
    assert page.locator("dialog[open]").count() == 0
    assert not any("verb" in one for one in stage.done)
    scene.do(scene.lead, "hand", seat=scene.seats[0], to="people")
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("#tabs a[href='#choose'] .badge")
    page.click(".buttons button:has-text('Commit')")
    page.wait_for_selector("dialog[open]")
    assert not page.faults


def test_a_chance_is_never_told_without_its_assumption(context: Any, scene: Scene) -> None:
    scene.to("commit")
    page = scene.stage(context(), scene.ada).open()
    page.wait_for_selector("#tabs a")
    summit(page)
    choice = {**scene.summit(), "clause": "consult"}
    assumed = scene.room.ask(scene.ada, {"ask": "odds", "choice": choice})["assumption"]
    assert assumed.startswith("if all join")
    assert f" % {assumed}; " in page.inner_text(".bottom")
    page.click(".bottom button.main")
    assert f" % {assumed}; " in page.inner_text("dialog")
    bar = page.evaluate("document.querySelector('.bottom').getBoundingClientRect().height")
    assert bar < 844 / 3, "the sheet is still to be seen above it"


def test_the_ladder_has_as_many_steps_as_bars(context: Any, scene: Scene) -> None:
    scene.to("caucus")
    page = scene.stage(context(), scene.ada).open()
    page.wait_for_selector(".ladder")
    ladder = page.locator(".ladder >> nth=0")
    assert ladder.locator(".rungs span").count() == 6
    assert " of 6: " in ladder.inner_text()


def test_an_early_end_names_one_turn_everywhere(context: Any, scene: Scene) -> None:
    scene.play(2)
    assert scene.room.groups[0].game.turn == 3
    seat, screen = scene.stage(context(), scene.ada), scene.stage(context(LAPTOP), scene.screen)
    page, room = seat.open(), screen.open("/room")
    page.wait_for_selector("h2:has-text('Discuss, turn 2')")
    scene.do(scene.lead, "end")
    seat.push(**scene.room.state(scene.ada))
    screen.push(**scene.room.state(scene.screen))
    page.wait_for_selector("h2:has-text('End, after turn 2')")
    page.wait_for_selector("text=The class has ended after turn 2, before the end of the story.")
    until(page, "document.getElementById('live').textContent.includes('End, after turn 2.')")
    room.wait_for_selector("h2:has-text('The class has ended after turn 2')")
    for one in (page, room):
        assert one.locator("#head >> text=after turn 2").count() == 1
        assert "in turn 3" not in one.inner_text("body")
        assert not one.faults


def test_the_room_screen_is_read_from_the_last_row(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path, "north-atlantic")
    scene.play()
    stage = scene.stage(context(PROJECTOR), scene.screen)
    page = stage.open("/room")
    page.wait_for_selector(".story .mark:has-text('+')")
    touching = """[...document.querySelectorAll('.story .mark')].filter((mark) => {
        const range = document.createRange();
        range.selectNodeContents(mark);
        return range.getBoundingClientRect().right > mark.parentNode.lastChild.getBoundingClientRect().left - 2; })"""
    assert page.evaluate(f"{touching}.length") == 0
    scene.do(scene.lead, "end")
    scene.do(scene.lead, "declassify")
    stage.push(**scene.room.state(scene.screen))
    page.wait_for_selector("h2:has-text('Declassified')")
    page.wait_for_timeout(250)
    cell = page.locator(".opened td >> nth=0")
    assert cell.evaluate(SIZE) >= 16
    assert page.locator(".opened th:has-text('Weight')").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") <= PROJECTOR["height"]
    assert not page.faults


def test_words_to_one_seat_say_that_they_are(context: Any, scene: Scene) -> None:
    scene.to("caucus")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a")
    scene.do(scene.lead, "inject", title="A secret cable", text="Nobody else knows.", to=[scene.seats[0]])
    scene.do(scene.lead, "inject", title="A train stopped", text="It stands in the papers.")
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("p.note:has-text('News for us alone: A secret cable')")
    page.wait_for_selector("p.note:has-text('News: A train stopped')")
    assert not page.faults
