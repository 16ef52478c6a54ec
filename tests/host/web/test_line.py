"""The line to the host: told in words, never going back in time, and losing nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.host.web.conftest import LAPTOP, PHONE
from tests.host.web.scenes import Scene, view
from tests.host.web.stage import ADDRESS, Stage, until


def _seat(context: Any, root: Path, tmp_path: Path, size: Any = LAPTOP, phase: str = "commit") -> Any:
    scene = Scene(root, tmp_path)
    scene.to(phase)
    stage = scene.stage(context(size), scene.ada)
    page = stage.open()
    page.wait_for_selector(".link.connected")
    return scene, stage, page


def _phase(scene: Scene, **changed: Any) -> dict[str, Any]:
    return {"phase": {**scene.room.state(scene.ada)["phase"], **changed}}


def test_an_older_state_is_never_shown_after_a_newer(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path)
    stage.send(1, 9, _phase(scene, turn=5))
    page.wait_for_selector("#head >> text=turn 5")
    stage.send(1, 8, _phase(scene, turn=4))
    stage.send(0, 99, _phase(scene, turn=3))
    stage.send(1, 10, {"talk": None})
    page.wait_for_selector("text=No messages yet")
    assert "turn 5" in page.inner_text("#head")
    stage.send(2, 1, _phase(scene, turn=6))
    page.wait_for_selector("#head >> text=turn 6")


def test_the_host_goes_and_comes_back(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path, PHONE)
    stage.hang_up()
    page.wait_for_selector("text=Trying again in")
    assert "nothing is lost" in page.inner_text("#head")
    page.wait_for_selector("#live >> text=The connection is lost", state="attached")
    scene.do(scene.lead, "phase", to="brief")
    stage.parts, stage.version, stage.down = scene.room.state(scene.ada), 2, False
    page.wait_for_selector(".link.connected")
    page.wait_for_selector("#head >> text=Brief")
    page.wait_for_selector("#live >> text=Connected again", state="attached")


def test_a_verb_is_sent_with_the_same_id_until_it_is_answered(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path)
    tries = []

    def unsure(route: Any) -> None:
        body = route.request.post_data_json
        tries.append(body["id"])
        if len(tries) == 1:
            scene.room.do(scene.ada, body)  # done, but the answer is lost
            route.abort()
        elif len(tries) == 2:
            route.fulfill(status=503, json={"ok": False, "error": {"message": "Busy.", "next": "Wait."}})
        else:
            route.fallback()

    stage.context.route("**/api/do", unsure)
    page.fill("#say-text", "Once only.")
    page.click("button:has-text('Send')")
    page.wait_for_selector("li.message:has-text('Once only.')")
    until(page, "document.getElementById('say-text').value === ''")
    assert len(tries) == 3
    assert len(set(tries)) == 1
    assert page.locator("li.message:has-text('Once only.')").count() == 1


def test_what_was_on_the_way_arrives_after_a_reload(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path)
    stage.down = True
    page.fill("#say-text", "From the tunnel.")
    page.click("button:has-text('Send')")
    stage.until_missed(page, "/api/do")
    stage.down = False
    page.reload()
    page.wait_for_selector("li.message:has-text('From the tunnel.')")
    said = [message.text for message in scene.room.groups[0].talk.messages]
    assert said.count("From the tunnel.") == 1


def test_unsent_text_and_a_half_made_choice_survive_a_reload(context: Any, root: Path, tmp_path: Path) -> None:
    _, _, page = _seat(context, root, tmp_path)
    page.fill("#say-text", "half a message")
    page.fill("#reflect-text", "half a thought")
    page.check("input[name=card] >> nth=1")
    page.check("input[value=track2]")
    page.reload()
    page.wait_for_selector("input[value=track2]")
    assert page.input_value("#say-text") == "half a message"
    assert page.input_value("#reflect-text") == "half a thought"
    assert page.is_checked("input[value=track2]")
    assert page.is_checked("input[name=card] >> nth=1")


def test_a_refusal_is_told_at_its_place_and_keeps_the_text(context: Any, root: Path, tmp_path: Path) -> None:
    _, stage, page = _seat(context, root, tmp_path)
    stage.refuse["say"] = (403, "You are muted.", "Ask the facilitator.")
    page.fill("#say-text", "Hear me.")
    page.click("button:has-text('Send')")
    page.wait_for_selector(".error:has-text('You are muted. Ask the facilitator.')")
    assert page.input_value("#say-text") == "Hear me."


def test_who_was_sent_away_is_told_so(context: Any, root: Path, tmp_path: Path) -> None:
    _, stage, page = _seat(context, root, tmp_path)
    for socket in stage.sockets:
        socket.send('{"kind": "bye", "why": "revoked", "message": "Your place in this class was taken back."}')
    page.wait_for_selector("text=You are out of the class")
    assert "taken back" in page.inner_text("main")
    page.evaluate("sessionStorage.out = 1")
    page.click("text=Join again")
    page.wait_for_selector("text=Join the class")


def test_without_a_ticket_one_comes_to_the_door(context: Any) -> None:
    page = Stage(context(PHONE), {}).open("/seat", token="")
    page.wait_for_url(f"{ADDRESS}/")
    page.fill("#code", "k7qm4p")
    page.fill("#name", "Ada")
    assert page.input_value("#code") == "K7QM4P"


def test_where_no_websocket_is_let_through_the_page_asks(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path)
    own = context(PHONE)
    stage = scene.stage(own, scene.ada)
    own.route_web_socket("**/api/live", lambda socket: socket.close())
    stage.answers["/api/state"] = lambda _: {"epoch": 1, "version": 1, "parts": scene.room.state(scene.ada)}
    page = stage.open()
    page.wait_for_selector("text=Connected slowly")
    page.wait_for_selector("h2:has-text('Lobby')")


def test_the_clock_is_the_hosts_and_counts_on(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path)
    stage.push(**_phase(scene, left=61.4))
    until(page, "document.querySelector('.digits').textContent < '1:01'")
    page.wait_for_selector(".time.warn")
    stage.push(**_phase(scene, left=-30.0))
    page.wait_for_selector(".time.bad >> text=over time")
    assert page.inner_text(".digits").startswith("+0:3")
    stage.push(**_phase(scene, left=12.0, paused=True))
    page.wait_for_selector("text=The clock is paused")
    page.wait_for_timeout(1200)
    assert page.inner_text(".digits") == "0:12"


def test_another_window_takes_over_without_a_quarrel(context: Any, root: Path, tmp_path: Path) -> None:
    _, stage, page = _seat(context, root, tmp_path)
    for socket in stage.sockets:
        socket.send('{"kind": "bye", "why": "windows", "message": "Opened elsewhere."}')
    page.wait_for_selector("text=Open in another window")
    stage.sockets.clear()
    page.wait_for_timeout(1500)
    assert not stage.sockets


def test_a_team_mate_proposes_and_the_speaker_takes_it(context: Any, root: Path, tmp_path: Path) -> None:
    scene, stage, page = _seat(context, root, tmp_path, PHONE)
    scene.do(scene.bo, "draft", turn=1, choice=scene.summit())
    stage.push(**scene.room.state(scene.ada))
    view(page, "choose")
    page.click("text=Use this")
    assert page.is_checked("input[value=multilateral]")
    other = scene.stage(context(PHONE), scene.bo).open()
    view(other, "choose")
    other.wait_for_selector("text=Propose it to the team")
    assert other.locator("button", has_text="Commit").count() == 0
    assert "Ada commits for your team" in other.inner_text("#middle")


def test_the_chance_comes_by_itself_once_the_host_answers(context: Any, root: Path, tmp_path: Path) -> None:
    _, stage, page = _seat(context, root, tmp_path)
    stage.down = True
    page.check("input[name=card] >> nth=0")
    page.check("input[value=multilateral]")
    page.wait_for_selector("text=the chance comes later")
    stage.down = False
    page.wait_for_selector(".chance")


def test_pledges_and_public_lines_where_the_class_plays_with_them(context: Any, root: Path, tmp_path: Path) -> None:
    scene = Scene(root, tmp_path, options=("pledges", "public-line"))
    scene.to("caucus")
    stage = scene.stage(context(LAPTOP), scene.ada)
    page = stage.open()
    view(page, "talk")
    page.click("text=Say something in public")
    page.select_option("#pledge-strategy", "confidence")
    page.click("text=Pledge it")
    page.wait_for_selector("text=Pledged.", state="attached")
    page.click("text=Take a line in public")
    page.wait_for_selector("text=Your public heard it.", state="attached")
    board = scene.room.groups[0].game.view(scene.seats[0])
    assert [(one.seat, one.strategy) for one in board.pledges] == [(scene.seats[0], "confidence")]
    assert board.stood == (scene.seats[0],)
    stage.push(**scene.room.state(scene.ada))
    page.wait_for_selector("text=Pledge of")
    until(page, "![...document.querySelectorAll('button')].some((one) => one.textContent === 'Take a line in public')")
    assert not page.faults
