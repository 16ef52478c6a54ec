"""`tabletop join`: the door, the way back to one's own seat, and a real terminal in which nobody's typing is broken."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.host.client.served import Served, serving

from tabletop.cli import main
from tabletop.host.client import tickets
from tabletop.host.client.wire import Door, find, tidy_pin
from tabletop.session import Store


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Store(tmp_path / "sessions")) as made:
        made.lead("settings", open_door=True)
        yield made


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(served: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """`call("--name", "Ada", typed="quit")`: the exit code, and what was printed and said."""

    def run(*words: str, typed: str = "", address: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main(["join", address or served.address.place, *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_seat_is_taken_and_taken_again(served: Served, call: Call) -> None:
    code, out, err = call("--code", served.room.code.lower(), "--name", "Ada", typed="quit\n")
    assert (code, "you are Anvers" in out) == (0, True), err
    code, out, err = call(typed="quit\n")
    assert code == 0
    assert "You are Ada again." in err
    assert "you are Anvers" in out
    assert [person.name for person in served.room.people if person.role == "player"] == ["Ada"]
    code, out, _ = call("--code", served.room.code, "--name", "Bo", typed="quit\n")
    assert "you are Brill" in out
    assert {one.name for one in tickets.read()} == {"Ada", "Bo"}
    assert tickets.place().stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    assert served.room.code not in tickets.place().read_text()


def test_who_has_left_or_was_sent_away_joins_anew(served: Served, call: Call) -> None:
    call("--code", served.room.code, "--name", "Ada", typed="quit\n")
    code, out, _ = call(typed="leave\nyes\n")
    assert (code, "You have left the class." in out) == (0, True)
    assert tickets.read() == []
    call("--code", served.room.code, "--name", "Bo", typed="quit\n")
    served.lead("refuse", person=next(p.id for p in served.room.people if p.name == "Bo"))
    code, _, err = call(typed="")
    assert code == 2
    assert "Nobody has answered. Name it: --code CODE" in err


def test_asked_for_what_is_missing(served: Served, call: Call) -> None:
    code, out, err = call(typed=f"WRONG1\nEve\n{served.room.code}\nquit\n")
    assert code == 0, err
    assert "The join code of The Harbour Pact:" in err
    assert "This is not the code of the class." in err
    assert "Eve, you are" in out


def test_what_is_wrong_is_said_in_a_line(served: Served, call: Call) -> None:
    for words, address, status, told in (
        (("--code", "WRONG1", "--name", "x"), "", 1, "This is not the code"),
        ((), "127.0.0.1:1", 1, "cannot be reached"),
        ((), "ftp://x", 2, "is no address of a class"),
        (("--fingerprint", "12"), "", 2, "64 hexadecimal digits"),
        ((), f"https://{served.address.place}", 1, "does not encrypt"),
    ):
        code, _, err = call(*words, address=address)
        assert (code, told in err) == (status, True), err
        assert "Traceback" not in err


def test_an_observer_has_a_ticket_of_its_own(served: Served, call: Call) -> None:
    call("--code", served.room.code, "--name", "Ada", typed="quit\n")
    code, out, _ = call("--observe", "--code", served.room.code, "--name", "Ada", typed="quit\n")
    assert (code, "you observe" in out) == (0, True)
    assert len(tickets.read()) == 2


def test_damaged_tickets_are_none(own_home: Path) -> None:
    own_home.mkdir(parents=True)
    for text in ("", "{", "[]", '{"tickets": [1, {"address": 3}]}', json.dumps({"tickets": [{"address": "a"}]})):
        tickets.place().write_text(text)
        assert tickets.read() == []
    assert tickets.keep(tickets.Ticket("http://x", "Ada", "t")) == ""
    assert tickets.of("http://x", "ada") is not None
    assert tickets.of("http://x", "Bo") is None


def test_a_certificate_of_its_own_is_accepted_by_its_fingerprint(
    tmp_path: Path, tool: Callable[[str], str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("openssl")
    from tests.host.client.served import until

    from tabletop.host.client import Line
    from tabletop.host.client.address import Address
    from tabletop.host.client.wire import Untrusted
    from tabletop.host.server import tls

    certificate = tls.made(tmp_path / "tls", ["127.0.0.1"])
    other = tls.made(tmp_path / "other", ["127.0.0.1"])
    with serving(Store(tmp_path / "sessions"), certificate=certificate) as served:
        address = Address("127.0.0.1", served.host.port, True)
        with pytest.raises(Untrusted) as untrusted:
            find(address)
        assert untrusted.value.fingerprint == certificate.fingerprint
        with pytest.raises(Untrusted):
            find(address, other.fingerprint)
        pin = tidy_pin(certificate.fingerprint.lower().replace(":", " "))
        line = Line(find(address, pin), served.join("Ada", "anvers"))
        line.start()
        until(lambda: line.part("board"))
        assert line.do("ready").result(60)["ok"]
        line.close()
        wrong = Line(Door(address, other.fingerprint), line.token)
        wrong.start()
        until(lambda: wrong.link.kind == "distrusted")
        assert not wrong.parts, "nothing is told to a stranger, and nothing taken from it"
        wrong.trust(wrong.link.why)
        until(lambda: wrong.part("board"))
        wrong.close()
        monkeypatch.setattr(sys, "stdin", io.StringIO("quit\n"))
        words = ["join", address.url, "--code", served.room.code, "--name", "Bo"]
        assert main(words) == 1
        assert certificate.fingerprint in capsys.readouterr().err
        assert main([*words, "--fingerprint", certificate.fingerprint]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_news_never_comes_in_the_middle_of_a_line(served: Served, own_home: Path) -> None:
    pexpect: Any = pytest.importorskip("pexpect")
    words = ["-m", "tabletop", "join", served.address.place, "--plain", "--name", "Ada"]
    seat = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=60, dimensions=(40, 100))
    try:
        seat.expect("The join code of The Harbour Pact:")
        seat.sendline(served.room.code)
        seat.expect(r"lobby\. What do you do\?")
        served.lead("say", to="all", text="First news")
        seat.expect("First news")
        seat.expect(r"What do you do\?")
        seat.send("say all Hal")
        seat.expect("say all Hal")
        served.lead("say", to="all", text="Second news")
        with pytest.raises(pexpect.TIMEOUT):
            seat.expect("Second news", timeout=1.2)
        seat.send("\x7f\x7f\x7fHello\x1b[D\x1b[1;5C there\r")
        seat.expect("Sent to everybody.")
        seat.expect("Second news")
        talk = served.room.state(served.room.facilitator)["talk"]["messages"]
        assert [one["text"] for one in talk if one["from"]] == ["Hello there"]
        seat.send("\x04")
        seat.expect("The input has ended.")
        seat.expect(pexpect.EOF)
        seat.wait()
    finally:
        seat.close(force=True)
    assert seat.exitstatus == 0
