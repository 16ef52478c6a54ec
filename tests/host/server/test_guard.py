"""Nobody else's page, name or bytes get through, and every answer says what a browser may do with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.host.server.toy import Answer, Browser, ToyClass, pushed
from websockets.exceptions import InvalidStatus

from tabletop.host.server.guard import Names, same_place
from tabletop.host.server.hosting import Host

Serve = Callable[..., tuple[Host, Browser]]

WANTED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def assert_dressed(answer: Answer) -> None:
    for name, value in WANTED.items():
        assert answer.headers.get(name) == value, (name, answer.raw[:400])
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "form-action 'none'; frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers


async def test_every_answer_carries_the_headers(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    stranger = Browser(host.port)
    answers = [
        await browser.get("/"),
        await browser.get("/nothing"),
        await browser.get("/web/nothing"),
        await browser.get("/web/../../secret"),
        await browser.get("/api"),
        await browser.get("/api/state"),
        await stranger.get("/api/state"),
        await browser.do("say", text="hello"),
        await browser.do("forbidden"),
        await browser.do("crash"),
        await browser.ask("DELETE", "/api/do"),
        await browser.ask("OPTIONS", "/api/do", headers={"Origin": f"http://127.0.0.1:{host.port}"}),
        await browser.post("/api/join", {"code": "nope", "name": "x"}),
        await browser.post("/api/do", b"x" * 100_000),
        await browser.get("/", Host="evil.example"),
        await browser.raw(b"\x16\x03\x01 this is not HTTP\r\n\r\n"),
        await browser.raw(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 100_000),
        await browser.get("/api/live"),
    ]
    for answer in answers:
        assert_dressed(answer)
    assert [answer.status for answer in answers] == [
        200, 404, 404, 404, 200, 200, 401, 200, 403, 500, 405, 405, 403, 413, 421, 400, 400, 404,
    ]  # fmt: skip
    assert not any("access-control-allow-origin" in answer.headers for answer in answers)


async def test_a_fault_of_ours_says_nothing_of_what_it_held(serve: Serve, own_home: Path) -> None:
    _, browser = serve()
    await browser.join(ToyClass.code)
    answer = await browser.do("crash")
    assert answer.status == 500
    assert b"secret" not in answer.raw
    assert b"Zero" not in answer.raw
    assert b"Traceback" not in answer.raw
    logged = (own_home / "logs" / "host.log").read_text("utf-8")
    assert "ZeroDivisionError at " in logged
    assert "secret" not in logged


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "a b", "localhost@evil", "[::1", "x" * 300]
)
async def test_a_name_that_is_not_ours_is_refused(serve: Serve, host: str) -> None:
    """DNS rebinding: the name is the attacker's, the address is ours."""
    served, browser = serve()
    await browser.join(ToyClass.code)
    answer = await browser.get("/api/state", Host=host)
    assert answer.status in (400, 421)
    assert b"Ada" not in answer.raw
    assert (await browser.get("/api/state", Host=f"localhost:{served.port}")).status == 200


async def test_a_page_from_elsewhere_is_refused(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    mine = f"http://127.0.0.1:{host.port}"
    for origin in (
        "http://evil.example",
        "null",
        f"http://127.0.0.1:{host.port + 1}",
        f"{mine}.evil.example",
        "file://",
    ):
        assert (await browser.ask("POST", "/api/do", {"verb": "say", "text": "x"}, {"Origin": origin})).status == 403
        assert (await browser.get("/api/state", Origin=origin)).status == 403
        with pytest.raises(InvalidStatus) as refused:
            async with browser.live(additional_headers={"Origin": origin}):
                pass
        assert refused.value.response.status_code == 403
        assert refused.value.response.headers["X-Frame-Options"] == "DENY"
    assert (await browser.ask("POST", "/api/do", {"verb": "say", "text": "x"}, {"Origin": mine})).status == 200
    async with browser.live(additional_headers={"Origin": mine}) as socket:
        assert (await pushed(socket))["kind"] == "state"
    assert (await browser.get("/api/state", **{"Sec-Fetch-Site": "cross-site"})).status == 403
    assert (await browser.get("/", **{"Sec-Fetch-Site": "cross-site"})).status == 200, (
        "a link may lead to the join page"
    )


async def test_a_form_of_a_foreign_page_does_nothing(serve: Serve) -> None:
    """What a page elsewhere can send without asking: a form's kinds of content, no header of ours."""
    host, browser = serve()
    await browser.join(ToyClass.code)
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = await browser.ask("POST", "/api/do", {"verb": "say", "text": "x"}, {"Content-Type": kind})
        assert answer.status == 415
    stolen = Browser(host.port, headers={"Cookie": f"token={browser.token}"})
    assert (await stolen.post(f"/api/do?token={browser.token}", {"verb": "say", "text": "x"})).status == 401
    assert host.classroom.words == []


async def test_what_the_messages_may_be(serve: Serve) -> None:
    _, browser = serve()
    await browser.join(ToyClass.code)
    for body in (
        b"",
        b"[]",
        b"1e999",
        b'{"verb": NaN}',
        b"{" * 5000,
        b"\xff\xfe",
        b'{"a":' + b"9" * 6000 + b"}",
    ):
        answer = await browser.post("/api/do", body)
        assert answer.status == 400, body[:20]
        assert answer.json["error"]["next"]
    for wish in ({"code": 1}, {"code": "x", "name": ""}, {"code": "x", "name": "y", "admin": True}, {"code": "x" * 99}):
        assert (await browser.post("/api/join", wish)).status == 400
    over = await browser.ask("POST", "/api/do", b"{}", {"Content-Length": "999999999999"})
    assert over.status == 413
    chunked = b"POST /api/do HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    chunked += b"Transfer-Encoding: chunked\r\nAuthorization: Bearer " + browser.token.encode() + b"\r\n\r\n"
    piece = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    assert (await browser.raw(chunked + piece * 3)).status == 413


async def test_wrong_codes_are_counted_and_a_right_one_is_not_told_then(serve: Serve) -> None:
    host, browser = serve()
    other = Browser(host.port, source="127.0.0.2")
    statuses = [(await browser.join(f"WRONG{n}")).status for n in range(30)]
    assert statuses[:20] == [403] * 20
    assert statuses[22:] == [429] * 8
    late = await browser.join(ToyClass.code)
    assert late.status == 429
    assert int(late.headers["retry-after"]) >= 1
    assert (await other.join(ToyClass.code)).status == 200


async def test_verbs_are_paced_for_each_person(serve: Serve) -> None:
    host, browser = serve()
    await browser.join(ToyClass.code)
    other = Browser(host.port)
    await other.join(ToyClass.code)
    answers = await asyncio.gather(*(browser.do("say", text=str(n)) for n in range(80)))
    assert {answer.status for answer in answers} == {200, 429}
    assert sum(answer.status == 200 for answer in answers) < 60
    assert (await other.do("say", text="still heard")).status == 200


def test_names() -> None:
    names = Names(["Lecture.local"])
    for ours in ("localhost", "LOCALHOST:80", "127.0.0.1:8400", "[::1]:8400", "10.0.0.2", "lecture.local.:80"):
        assert names.ours(ours), ours
    for foreign in (
        "example.org",
        "localhost.evil",
        "127.0.0.1:x",
        "127.0.0.1:8400, evil",
        "[evil]",
        "256.1.1.1",
        "0x7f.1",
    ):
        assert not names.ours(foreign), foreign


def test_same_place() -> None:
    assert same_place("http://localhost:8400", "LOCALHOST:8400")
    assert same_place("https://10.0.0.2", "10.0.0.2:443")
    assert same_place("http://[::1]:8400", "[::1]:8400")
    for origin in (
        "null",
        "",
        "http://",
        "localhost:8400",
        "ftp://localhost:8400",
        "http://localhost:8400/x",
        "http://a@localhost:8400",
    ):
        assert not same_place(origin, "localhost:8400"), origin
