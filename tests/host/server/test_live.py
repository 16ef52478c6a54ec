"""Pushes: complete, in order, the newest only; and one thing at a time in the class."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from tests.host.server.toy import PATIENCE, Browser, ToyClass, pushed, until
from websockets.exceptions import ConnectionClosed

from tabletop.host.room.asking import Known
from tabletop.host.room.errors import ClassError
from tabletop.host.server.hosting import Host
from tabletop.host.server.limits import Limits, Rate

Serve = Callable[..., tuple[Host, Browser]]


async def everybody(host: Host, count: int) -> list[Browser]:
    browsers = [Browser(host.port) for _ in range(count)]
    for browser in browsers:
        assert (await browser.join(ToyClass.code)).status == 200
    return browsers


async def test_a_burst_reaches_everybody_in_order(serve: Serve) -> None:
    host, _ = serve()
    browsers = await everybody(host, 20)

    async def follow(browser: Browser) -> tuple[list[int], list[str]]:
        versions, words = [], []
        async with browser.live() as socket:
            connected.release()
            while len(words) < 20:
                message = await pushed(socket)
                versions.append(message["version"])
                words = message["parts"].get("board", {}).get("words", words)
        return versions, words

    connected = asyncio.Semaphore(0)
    following = [asyncio.create_task(follow(browser)) for browser in browsers]
    for _ in browsers:
        await connected.acquire()
    answers = await asyncio.gather(*(browser.do("say", text=str(n)) for n, browser in enumerate(browsers)))
    assert {answer.status for answer in answers} == {200}
    results = await asyncio.wait_for(asyncio.gather(*following), PATIENCE)
    for versions, words in results:
        assert versions == sorted(versions)
        assert words == host.classroom.words
    assert sum(host.classroom.bursts) == 20
    assert len(host.classroom.bursts) < 20, "requests that come together go through together"


async def test_an_unchanged_part_is_not_sent_again(serve: Serve) -> None:
    _, browser = serve()
    await browser.join(ToyClass.code)
    async with browser.live() as socket:
        first = await pushed(socket)
        assert set(first["parts"]) == {"me", "board", "phase"}
        await browser.do("say", text="a")
        assert set((await pushed(socket))["parts"]) == {"board"}


async def test_the_answer_comes_after_the_class_is_done(serve: Serve) -> None:
    toy = ToyClass()
    toy.held = threading.Event()
    _, browser = serve(toy)
    await browser.join(ToyClass.code)
    doing = asyncio.create_task(browser.do("say", text="a"))
    await until(lambda: toy.bursts)
    assert (await browser.get("/api")).status == 200, "the disk holds nobody else up"
    assert not doing.done()
    toy.held.set()
    assert (await doing).status == 200


async def test_a_place_that_is_taken_back_ends_the_line(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    other = Browser(host.port)
    await other.join(ToyClass.code)
    async with browser.live() as socket:
        await pushed(socket)
        del host.classroom.tokens[browser.token]
        await other.do("say", text="a")
        message = await pushed(socket)
        while message["kind"] != "bye":
            assert "a" not in message["parts"].get("board", {}).get("words", [])
            message = await pushed(socket)
        assert message["why"] == "revoked"
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401
    assert (await browser.get("/api/state")).status == 401


@pytest.mark.parametrize(
    ("hello", "why"),
    [({"token": "x"}, "revoked"), ({}, "unclear"), ({"token": "x", "role": "facilitator"}, "unclear"), ([], "unclear")],
)
async def test_a_wrong_first_message(serve: Serve, hello: object, why: str) -> None:
    _, browser = serve()
    async with browser.live(hello) as socket:
        assert (await pushed(socket))["why"] == why


async def test_what_a_line_may_say(serve: Serve) -> None:
    _, browser = serve(limits=Limits(hellos=Rate(5, 0.001)))
    await browser.join(ToyClass.code)
    async with browser.live() as socket:
        await pushed(socket)
        await socket.send('{"kind":"here"}')
        assert (await pushed(socket))["kind"] == "here"
        for _ in range(8):
            await socket.send('{"kind":"here"}')
        told = [await pushed(socket) for _ in range(5)]
        assert told[-1] == {"kind": "bye", "why": "flood", "message": told[-1]["message"]}
    for junk in ('{"kind":"state"}', "x", '{"kind":"here","x":1}', b"bytes"):
        async with browser.live() as socket:
            await pushed(socket)
            await socket.send(junk)
            assert (await pushed(socket))["why"] == "unclear"


async def test_a_large_message_is_refused(serve: Serve) -> None:
    _, browser = serve()
    async with browser.live({"token": "x" * 9000}) as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await pushed(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


async def test_too_many_windows(serve: Serve) -> None:
    host, browser = serve(limits=Limits(lines_each=2))
    await browser.join(ToyClass.code)
    async with browser.live() as first, browser.live() as second, browser.live() as third:
        seen = [await pushed(first)]
        while seen[-1]["kind"] != "bye":
            seen.append(await pushed(first))
        assert seen[-1]["why"] == "windows"
        assert (await pushed(second))["kind"] == (await pushed(third))["kind"] == "state"
        assert host.classroom.present == {"p1"}
    await until(lambda: not host.classroom.present)


async def test_stopping_says_goodbye(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    async with browser.live() as socket:
        await pushed(socket)
        await asyncio.get_running_loop().run_in_executor(None, host.stop)
        assert (await pushed(socket))["why"] == "closing"
    assert host.classroom.closed


async def test_state_over_http_has_a_tag(serve: Serve) -> None:
    _, browser = serve()
    await browser.join(ToyClass.code)
    first = await browser.get("/api/state")
    assert set(first.json["parts"]) == {"me", "board", "phase"}
    same = await browser.get("/api/state", **{"If-None-Match": first.headers["etag"]})
    assert (same.status, same.body) == (304, b"")
    await browser.do("say", text="a")
    assert (await browser.get("/api/state", **{"If-None-Match": first.headers["etag"]})).status == 200


async def test_a_question_and_a_packed_answer(serve: Serve) -> None:
    import gzip

    _, browser = serve()
    await browser.join(ToyClass.code)
    answer = await browser.post("/api/ask", {"ask": "odds"}, **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.body))["asked"] == {"ask": "odds"}


async def test_more_than_can_wait_is_told_so(serve: Serve) -> None:
    toy = ToyClass()
    toy.held = threading.Event()
    host, _ = serve(toy, Limits(waiting=3))
    browsers = await everybody(host, 8)
    asking = [asyncio.create_task(browser.do("say", text="a")) for browser in browsers]
    await until(lambda: any(one.done() for one in asking))
    toy.held.set()
    answers = await asyncio.gather(*asking)
    statuses = sorted(answer.status for answer in answers)
    assert statuses[0] == 200
    assert statuses[-1] == 503
    assert next(answer for answer in answers if answer.status == 503).headers["retry-after"] == "1"
    assert len(toy.words) == statuses.count(200)


async def test_the_console_goes_through_the_same_queue(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    person = host.classroom.person(browser.token)
    answer = await asyncio.wrap_future(host.submit(person, {"verb": "say", "text": "from the console"}))
    assert answer["ok"]
    assert (await asyncio.wrap_future(host.state(person)))["board"]["words"] == ["from the console"]
    with pytest.raises(Exception, match="cannot do that"):
        await asyncio.wrap_future(host.submit(person, {"verb": "nothing"}))


async def test_a_fault_in_the_clock_or_in_a_push_does_not_stop_the_class(serve: Serve) -> None:
    class Faulty(ToyClass):
        faults = 0

        def tick(self) -> bool:
            self.faults += 1
            raise ZeroDivisionError

        def parts_of(self, person: Any) -> Any:
            if person.name == "Broken":
                raise ZeroDivisionError
            return super().parts_of(person)

    toy = Faulty()
    _, browser = serve(toy, Limits(tick_seconds=0.02))
    await browser.join(ToyClass.code)
    broken = Browser(browser.port)
    await broken.join(ToyClass.code, name="Broken")
    async with broken.live(), browser.live() as socket:
        await pushed(socket)
        assert (await browser.do("say", text="a")).status == 200
        assert "board" in (await pushed(socket))["parts"]
    await until(lambda: toy.faults > 1)
    assert (await browser.do("say", text="b")).status == 200


async def test_a_disk_that_refuses_for_a_moment_takes_nobodys_place(serve: Serve) -> None:
    class Refusing(ToyClass):
        refuses = False
        refused = 0

        def parts_of(self, person: Any) -> Any:
            if self.refuses:
                self.refused += 1
                raise ClassError("The class cannot be read.", "It goes on.", status=503)
            return super().parts_of(person)

    toy = Refusing()
    _, browser = serve(toy)
    await browser.join(ToyClass.code)
    async with browser.live() as socket:
        await pushed(socket)
        toy.refuses = True
        await browser.do("say", text="a")
        await until(lambda: toy.refused)
        toy.refuses = False
        await browser.do("say", text="b")
        assert (await pushed(socket))["parts"]["board"]["words"] == ["a", "b"]


async def test_what_is_known_at_once_does_not_wait_for_what_takes_seconds(serve: Serve) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def think() -> dict[str, Any]:
        begun.set()
        assert go_on.wait(PATIENCE)
        return {"ok": True}

    class Thinking(ToyClass):
        def prepare(self, person: Any, question: Any) -> Callable[[], dict[str, Any]]:
            if question["ask"] == "slow":
                return think
            return Known({"told": 1})

    _, browser = serve(Thinking())
    await browser.join(ToyClass.code)
    slow = asyncio.create_task(browser.post("/api/ask", {"ask": "slow"}))
    await until(begun.is_set)
    assert (await browser.post("/api/ask", {"ask": "odds"})).json == {"ok": True, "told": 1}
    assert not slow.done()
    go_on.set()
    assert (await slow).status == 200


async def test_a_machine_that_slept_tells_the_class(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sleeper(ToyClass):
        def __init__(self) -> None:
            super().__init__()
            self.now = time.time
            self.jumps: list[float] = []
            self.ticks = 0

        def slept(self, seconds: float) -> None:
            self.jumps.append(seconds)

        def tick(self) -> bool:
            self.ticks += 1
            return False

    toy = Sleeper()
    serve(toy, Limits(tick_seconds=0.02))
    await until(lambda: toy.ticks > 1)
    real = time.time
    ahead = lambda: real() + 3600  # noqa: E731
    toy.now = ahead
    monkeypatch.setattr(time, "time", ahead)
    await until(lambda: toy.jumps)
    after = toy.ticks + 3
    await until(lambda: toy.ticks > after)
    assert [round(seconds, -1) for seconds in toy.jumps] == [3600]


async def test_who_can_only_ask_for_the_state_is_here(serve: Serve) -> None:
    """Where a network lets no WebSocket through, the page asks every few seconds."""
    host, browser = serve(limits=Limits(polled_seconds=3600, tick_seconds=0.02))
    me = (await browser.join(ToyClass.code)).json["person"]["person"]
    present, hub = host.classroom.present, host._service.hub

    def later() -> None:
        """As if an hour and more had gone by since it asked."""
        for name, (person, at) in list(hub._polled.items()):
            hub._polled[name] = person, at - 4000

    assert me not in present
    for _ in range(5):
        assert (await browser.get("/api/state")).status == 200
        assert me in present
    async with browser.live() as socket:
        await pushed(socket)
        later()
        await until(lambda: not hub._polled)
        assert me in present, "the live connection holds it"
        await browser.get("/api/state")
    await until(lambda: not hub.here)
    assert me in present, "it has asked a moment ago"
    later()
    await until(lambda: me not in present)
