"""What strangers write is shown as written, and does nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.host.web.conftest import LAPTOP
from tests.host.web.scenes import HOSTILE, Scene
from tests.host.web.stage import Stage

from tabletop.content.text import clean


def test_messages_proposals_and_names_are_text(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    scene.to("caucus")
    text = (HOSTILE * 20)[:1900]
    scene.talk(text)
    scene.do(scene.bo, "rename", name="<b>Bo</b><img src=x>")
    scene.do(scene.bo, "draft", turn=1, choice=scene.summit())
    for person, path in ((scene.ada, "/seat"), (scene.screen, "/room")):
        page = scene.stage(context(LAPTOP), person).open(path)
        page.wait_for_selector("text=Breaking news")
        shown = page.evaluate("document.body.textContent")
        assert clean(text, lines=True).strip()[:400] in shown
        assert page.locator("main img, main script, main b:not(li b)").count() == 0
        assert "broken" not in page.title()
        assert page.evaluate("document.documentElement.scrollWidth") <= LAPTOP["width"]
        assert not page.faults
    page = scene.stage(context(LAPTOP), scene.ada).open()
    page.wait_for_selector(".drafts")
    assert "<b>Bo</b><img src=x>" in page.inner_text(".drafts")


def test_even_a_host_that_cleans_nothing_does_no_harm(context: Any, root: Path, tmp_path: Path) -> None:
    """The page does not rely on the host: every text of a state is replaced by something evil."""
    scene = Scene(root, tmp_path)
    scene.to("caucus")
    scene.talk()

    def spoilt(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: spoilt(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [spoilt(one, name) for one in value]
        if isinstance(value, str) and name in {
            "title",
            "text",
            "name",
            "brief",
            "situation",
            "aims",
            "hint",
            "opening",
        }:
            return HOSTILE + value
        return value

    stage = Stage(context(LAPTOP), spoilt(scene.room.state(scene.ada)))
    page = stage.open()
    page.wait_for_selector("text=esrever")
    page.wait_for_timeout(200)
    assert page.locator("main img, main script").count() == 0
    assert "broken" not in page.title()
    assert not page.faults


def test_a_text_turned_round_stays_in_its_place(context: Any, root: Path, tmp_path: Path) -> None:
    """A name with a right-to-left override cannot turn what stands beside it."""
    scene = Scene(root, tmp_path)
    state = dict(scene.room.state(scene.ada))
    state["me"] = {**state["me"], "name": "\u202eadA"}
    page = Stage(context(LAPTOP), state).open()
    page.wait_for_selector("#head bdi")
    boxes = page.evaluate(
        "[...document.querySelectorAll('#head .name bdi')].map(one => one.getBoundingClientRect().left)"
    )
    assert boxes == sorted(boxes)
    assert ", speaker" in page.inner_text("#head .name")
