"""The line holds: it comes back by itself, does nothing twice, and never shows an older state after a newer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.client.served import Served, serving, until

from tabletop.host.client import Address, Away, Door, FarSitting, Line, Refused
from tabletop.host.client.wire import call
from tabletop.session import Store


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(Store(tmp_path / "sessions")) as made:
        yield made


def test_a_seat_sees_the_table_and_does_what_it_may(served: Served) -> None:
    line = served.line(served.join("Ada", "anvers"))
    until(lambda: line.part("board"))
    assert line.link.kind == "connected"
    assert line.part("me")["seat"] == "anvers"
    assert line.do("say", to="all", text="Good morning").result(60)["ok"]
    until(lambda: line.part("talk")["messages"])
    with pytest.raises(Refused, match="Nothing can be chosen in the phase"):
        line.do("commit", turn=1, choice={"strategy": "hold"}).result(60)
    assert line.unsent == 0


def test_an_older_state_is_never_taken(served: Served) -> None:
    line = Line(Door(served.address), "nobody")
    assert line.take({"epoch": 2, "version": 5, "parts": {"me": {"name": "new"}, "board": {}}}, whole=True)
    for epoch, version in ((2, 4), (1, 900)):
        assert not line.take({"epoch": epoch, "version": version, "parts": {"me": {"name": "old"}}}, whole=False)
    assert line.part("me")["name"] == "new"
    assert line.take({"epoch": 3, "version": 1, "parts": {"me": {"name": "next"}}}, whole=True)
    assert "board" not in line.parts, "a whole state holds everything there is"
    for junk in ({}, {"parts": 3}, {"epoch": "9", "version": 1, "parts": {}}):
        assert not line.take(junk, whole=True)


def test_the_line_comes_back_after_the_host_does_and_a_verb_is_done_once(served: Served) -> None:
    line = served.line(served.join("Ada", "anvers"))
    until(lambda: line.part("board"))
    before = line.epoch
    port = served.host.port
    served.stop()
    until(lambda: line.link.kind == "waiting")
    told = line.do("say", to="all", text="While nobody was there")
    assert not told.done()
    served.host.port = port
    served.again()
    assert told.result(60)["ok"]
    until(lambda: line.epoch > before and line.link.kind == "connected")
    until(lambda: line.part("talk").get("messages"))
    assert [one["text"] for one in line.part("talk")["messages"]] == ["While nobody was there"]


def test_a_place_that_is_taken_back_ends_the_line(served: Served) -> None:
    line = served.line(served.join("Ada", "anvers"))
    until(lambda: line.part("board"))
    served.lead("refuse", person=line.part("me")["person"])
    until(lambda: line.gone)
    with pytest.raises(Refused) as refused:
        line.do("ready").result(60)
    assert refused.value.status == 401


def test_what_waits_is_given_up_when_the_line_is_closed(served: Served) -> None:
    token = served.join("Ada", "anvers")
    served.stop()
    line = served.line(token)
    told = line.do("ready")
    until(lambda: line.link.kind == "waiting")
    line.close()
    with pytest.raises(Away):
        told.result(60)


def test_the_far_table_is_the_table(served: Served) -> None:
    """What the far sitting answers is what the game's own views say, ledgers and all."""
    tokens = {seat: served.join(seat, seat) for seat in served.room.groups[0].seats}
    lines = {seat: served.line(token) for seat, token in tokens.items()}
    served.phase("commit")
    for line in lines.values():
        until(lambda line=line: line.part("phase").get("phase") == "commit")
        line.do("commit", turn=1, choice={"strategy": "hold"}).result(60)
    served.phase("brief")
    line = lines["anvers"]
    until(lambda: line.part("board").get("turn") == 2)
    far = FarSitting(line)
    assert far.update()
    game = served.room.groups[0].game
    from tabletop.game.view import played

    own = game.view("anvers")
    assert far.view("anvers").opening == own.opening
    assert far.view("anvers").model_dump(exclude={"last", "seats", "members"}) == own.model_dump(
        exclude={"last", "seats", "members"}
    )
    assert far.played(1, "anvers") == played(game, "anvers", 1)
    assert far.view_at(0, "anvers").turn == game.view_at(0, "anvers").turn
    card = own.crises[0].card
    from tabletop.game.advice import odds
    from tabletop.game.choice import Choice

    choice = Choice("confidence", "interest", 1, None, None, card)
    far.weigh([(choice, ())])
    assert far.known((choice, ())) == (True, odds(game, "anvers", choice, ()))
    assert far.forecast("anvers", choice, ("brill",)) == odds(game, "anvers", choice, ("brill",))
    assert far.card_title(card) == own.crises[0].title
    served.lead("settings", coach=True)
    for _ in (ahead := far.foresight("anvers")).grow():
        pass
    assert ahead.outlook is not None
    assert ahead.coaching is not None
    assert ahead.coaching.advice


def test_addresses() -> None:
    for typed, url, code in (
        ("192.168.1.20", "http://192.168.1.20:8400", ""),
        ("http://192.168.1.20:8401/?c=K7QM4P", "http://192.168.1.20:8401", "K7QM4P"),
        ("https://class.local/", "https://class.local:443", ""),
        ("::1", "http://[::1]:8400", ""),
        ("[::1]:9000", "http://[::1]:9000", ""),
        (" laptop:8400 ", "http://laptop:8400", ""),
    ):
        found, with_code = Address.parse(typed)
        assert (found.url, with_code) == (url, code)
    from tabletop.errors import UsageError

    for junk in (
        "",
        "ftp://x",
        "http://",
        "a b",
        "http://x:99999",
        "x" * 500,
        "http://u:p@x",
        "\x1b[31m",
        "http://[::1",
    ):
        with pytest.raises(UsageError):
            Address.parse(junk)


def test_who_answers_is_looked_at(served: Served) -> None:
    with pytest.raises(Refused):
        call(Door(served.address), "/api/state", None, "nobody")
    with pytest.raises(Away, match="no Tabletop class"):
        call(Door(served.address), "/web/style.css")
    with pytest.raises(Away, match="cannot be reached"):
        call(Door(Address("127.0.0.1", 1)), "/api")
