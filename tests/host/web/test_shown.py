"""That something happened, and what is missing, is shown where one looks: on every tab of a phone, in every column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.host.web.conftest import LAPTOP, PHONE
from tests.host.web.scenes import Scene, view
from tests.host.web.stage import Stage, until

SMALL = {"width": 1024, "height": 768}
IN_VIEW = """id => { const box = document.getElementById(id).getBoundingClientRect();
    const bars = ['head', 'tabs'].map((bar) => document.getElementById(bar).getBoundingClientRect());
    return box.top >= bars[0].bottom && box.bottom <= (bars[1].height ? bars[1].top : innerHeight); }"""


@pytest.fixture
def scene(root: Path, tmp_path: Path) -> Scene:
    return Scene(root, tmp_path)


def push(scene: Scene, *staged: tuple[Stage, Any]) -> None:
    for stage, person in staged:
        stage.push(**scene.room.state(person))


def test_going_back_is_told_on_seats_and_on_the_room_screen(context: Any, scene: Scene) -> None:
    scene.play(2)
    seat, screen = scene.stage(context(), scene.ada), scene.stage(context(LAPTOP), scene.screen)
    page, room = seat.open(), screen.open("/room")
    page.wait_for_selector("text=What happened in turn 2")
    room.wait_for_selector("text=What happened in turn 2")
    view(page, "talk")
    scene.do(scene.lead, "rewind", turn=2)
    push(scene, (seat, scene.ada), (screen, scene.screen))
    told = "The facilitator has gone back: turn 2 is open again."
    page.wait_for_selector(f"p.note:has-text('{told}')")
    room.wait_for_selector(f"p.news:has-text('{told}')")
    for one in (page, room):
        assert told in one.inner_text("#live")
    assert "Turn 1 has been played" not in page.inner_text("#live"), "it was played long ago"
    assert page.locator("#tabs a[href='#now'] .badge").count() == 1
    scene.to("commit")
    push(scene, (seat, scene.ada), (screen, scene.screen))
    page.wait_for_selector("p.note:has-text('gone back')", state="detached")
    room.wait_for_selector("p.news:has-text('gone back')", state="detached")
    assert not page.faults
    assert not room.faults


def test_what_was_sent_from_a_phone_is_answered_in_view(context: Any, scene: Scene) -> None:
    scene.to("caucus")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a")
    view(page, "talk")
    page.click("text=Put a proposal forward")
    page.fill("#propose-title", "One voice in public")
    page.click("button:has-text('Propose')")
    page.wait_for_selector("#propose-done:has-text('Proposed.')")
    assert page.evaluate(IN_VIEW, "propose-done")
    page.fill("#propose-title", "Another")
    page.check("input[name=rule][value=majority]")
    page.wait_for_selector("#propose-done", state="detached")
    scene.do(scene.lead, "settings", forms=["hot-wash", "feedback"])
    push(scene, (stage, scene.ada))
    view(page, "notes")
    page.click("button:has-text('Send my answers') >> nth=0")
    page.wait_for_selector("#fill-hot-wash-done")
    until(page, "document.activeElement.id === 'fill-hot-wash-done'")
    assert page.evaluate(IN_VIEW, "fill-hot-wash-done")
    page.reload()
    page.wait_for_selector("p.note:has-text('Hot wash: thank you')")
    assert not page.faults


def test_a_phone_goes_to_what_came_of_the_turn_and_shows_news_on_every_tab(context: Any, scene: Scene) -> None:
    scene.to("commit")
    stage = scene.stage(context(), scene.ada)
    page = stage.open()
    page.wait_for_selector("#tabs a")
    view(page, "choose")
    scene.do(scene.lead, "inject", title="Breaking news", text="A train has stopped.")
    push(scene, (stage, scene.ada))
    page.click("p.note:has-text('News:') a:has-text('Breaking news')")
    page.wait_for_selector("li.message:has-text('A train has stopped.')")
    assert page.locator("p.note:has-text('News:')").count() == 0, "it has been read"
    view(page, "choose")
    scene.play()
    push(scene, (stage, scene.ada))
    page.wait_for_selector("h2:has-text('What happened in turn 1')")
    assert page.get_attribute("#tabs a[href='#now']", "aria-current")
    view(page, "choose")
    assert page.locator("text=Nothing is to be chosen now").is_visible(), "who goes there may stay"
    push(scene, (stage, scene.ada))
    page.wait_for_timeout(100)
    assert page.locator("text=Nothing is to be chosen now").is_visible()
    assert not page.faults


@pytest.mark.parametrize("size", [PHONE, LAPTOP, SMALL], ids=["phone", "laptop", "small laptop"])
def test_every_number_of_the_alliance_is_to_be_seen(
    context: Any, root: Path, tmp_path: Path, size: dict[str, int]
) -> None:
    scene = Scene(root, tmp_path, "north-atlantic")
    scene.play()
    page = scene.stage(context(size), scene.ada).open()
    page.wait_for_selector("h2 >> nth=0")
    view(page, "alliance")
    page.wait_for_selector("table:has-text('United Kingdom')")
    cut = """[...document.querySelectorAll('.scroll td')].filter((cell) =>
        cell.getBoundingClientRect().right > cell.closest('.part').getBoundingClientRect().right)"""
    assert page.evaluate(f"{cut}.map((cell) => cell.textContent)") == []
    head = page.locator(".scroll th:has-text('Burden')")
    named = page.evaluate("getComputedStyle(document.querySelector('.scroll td:last-child'), '::before').content")
    assert head.is_visible() if size is LAPTOP else named == '"Burden"'


def test_a_laptop_leads_to_the_brief_and_names_the_missing_partner(context: Any, scene: Scene) -> None:
    scene.to("brief")
    stage = scene.stage(context(LAPTOP), scene.ada)
    page = stage.open()
    page.click("a:has-text('Read your brief')")
    until(page, "document.activeElement.textContent === 'Your brief'")
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 < top < LAPTOP["height"] / 2
    scene.to("commit")
    push(scene, (stage, scene.ada))
    page.check("input[name=card] >> nth=0")
    page.check("input[value=bilateral]")
    page.wait_for_selector("text=The partner is missing: choose with whom.")
    page.check("input[name=target] >> nth=0")
    page.wait_for_selector(".chance")
    assert page.locator("text=The partner is missing").count() == 0
    assert not page.faults


@pytest.mark.parametrize(("fast", "told"), [(False, ", but only after this turn's escalation"), (True, ", at once")])
def test_when_a_success_works_stands_beside_it(context: Any, scene: Scene, fast: bool, told: str) -> None:
    scene.to("commit")
    stage = scene.stage(context(), scene.ada)
    real = scene.room.ask
    stage.answers["odds"] = lambda body: {**real(scene.ada, body), "steps": 2, "fast": fast, "effect": "two steps down"}
    page = stage.open()
    page.wait_for_selector("#tabs a")
    view(page, "choose")
    page.check("input[name=card] >> nth=0")
    page.check("input[value=multilateral]")
    page.wait_for_selector(f'dd:has-text("two steps down{told}")')
    assert not page.faults
