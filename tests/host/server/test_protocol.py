"""docs/protocol.md is true: generated where it can be, tried where it cannot; and its bot plays."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from tests.host.server.crowd import Crowd, HostHere


@pytest.fixture(scope="module")
def build(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_protocol", root / "docs" / "build_protocol.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_and_schema_are_current(build: ModuleType) -> None:
    assert build.SCHEMA.read_text(encoding="utf-8") == build.schema_text(), "run: python docs/build_protocol.py"
    text = build.PAGE.read_text(encoding="utf-8")
    assert text == build.page(text), "run: python docs/build_protocol.py"


def test_the_page_names_every_goodbye_and_number(build: ModuleType) -> None:
    from tabletop.host.server.limits import Limits
    from tabletop.host.server.line import CODES

    text = build.PAGE.read_text(encoding="utf-8")
    for why, code in CODES.items():
        assert f"`{why}`" in text
        assert str(code) in text
    limits = Limits()
    assert f"{limits.verbs.burst:.0f} verbs at once, then {limits.verbs.each_second:.0f} a second" in text
    assert f"{limits.asks.burst:.0f} questions at once, then {limits.asks.each_second:.0f} a second" in text
    assert f"{limits.wrong_codes.burst:.0f} wrong codes" in text
    assert f"{limits.joins.burst:.0f} joins, then {limits.joins.each_second:.0f} a" in text
    assert f"{limits.connections:,} places" in text
    assert limits.body == 64 * 1024
    assert limits.message == 4 * 1024


async def test_what_is_sent_is_as_the_schema_says(build: ModuleType, tmp_path: Path) -> None:
    schema = build.schema()

    def fits(name: str, value: Any) -> None:
        jsonschema.Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"}).validate(value)

    host = HostHere(tmp_path)
    crowd = Crowd(host)
    try:
        await crowd.gather(5)
        person = crowd.people[0]
        state = await person.ask("GET", "/api/state")
        fits("state", state)
        fits("about", await person.ask("GET", "/api"))
        board = state["parts"]["board"]
        partial = {**schema["$defs"]["board"], "required": []}
        jsonschema.Draft202012Validator({**schema, **partial}).validate(board)
        fits("do.commit", {"verb": "commit", "id": "a", "turn": 1, "choice": {"strategy": "hold"}})
        with pytest.raises(jsonschema.ValidationError):
            fits("do.commit", {"verb": "commit", "turn": 1, "choice": {"strategy": "hold"}, "seat": "other"})
    finally:
        await crowd.leave()
        host.stop()


async def test_the_bot_plays_a_seat(root: Path, tmp_path: Path) -> None:
    host = HostHere(tmp_path, open_door=True)
    bot = subprocess.Popen(
        [sys.executable, str(root / "docs" / "examples" / "bot.py"), f"http://127.0.0.1:{host.port}", host.code, "Bo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PYTHONUNBUFFERED": "1", "PATH": ""},
    )
    crowd, said = Crowd(host), ""
    try:
        crowd.follow([crowd.lead])
        await crowd.lead.until(lambda p: any(one.get("people") for one in p.parts.get("table", {}).get("seats", [])))
        for turn in (1, 2):
            await crowd.lead.do("phase", to="commit")
            await crowd.lead.until(lambda p, turn=turn: p.turn > turn)
            assert bot.stdout is not None
            said += await asyncio.wait_for(asyncio.to_thread(bot.stdout.readline), 60)
    finally:
        bot.kill()
        assert bot.stdout is not None
        said += bot.stdout.read()
        bot.stdout.close()
        bot.wait(60)
        await crowd.leave()
        host.stop()
    assert "turn 1: " in said
    assert "turn 2: " in said
    assert "Traceback" not in said


def test_the_bot_is_short_and_needs_nothing_of_ours(root: Path) -> None:
    text = (root / "docs" / "examples" / "bot.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 60  # “about sixty lines”, as the page says
    assert "tabletop" not in text.lower().replace("nothing of tabletop", "")


def test_the_page_says_what_a_field_may_be_where_the_host_does(build: ModuleType) -> None:
    from tabletop.host.room.errors import ClassError
    from tabletop.host.room.requests import Hand, parse

    (row,) = [line for line in build.PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `hand`")]
    assert "`to` (people, or npc:NAME such as npc:thoughtful)" in row
    for wrong in ("npc", "npc:", "thoughtful", ""):
        with pytest.raises(ClassError) as raised:
            parse(Hand, {"verb": "hand", "seat": "delmar", "to": wrong})
        assert raised.value.lines() == [
            "“to” of “hand” is not in order. Say people, or npc:NAME such as npc:thoughtful."
        ]
        assert raised.value.status == 400
    for right in ("people", "npc:thoughtful"):
        assert parse(Hand, {"verb": "hand", "seat": "delmar", "to": right}).to == right


async def test_a_refusal_is_as_the_schema_says(build: ModuleType, tmp_path: Path) -> None:
    from tests.host.server.crowd import Refusal

    schema = build.schema()
    host = HostHere(tmp_path)
    crowd = Crowd(host)
    try:
        for body in ({"verb": "no such"}, {}, {"verb": "commit"}, {"verb": "admit", "person": "P99"}):
            with pytest.raises(Refusal) as refused:
                await crowd.lead.ask("POST", "/api/do", body)
            validator = jsonschema.Draft202012Validator({**schema, "$ref": "#/$defs/refusal"})
            validator.validate(refused.value.told)
            assert refused.value.status in (400, 403, 404)
    finally:
        await crowd.leave()
        host.stop()


def test_json_of_the_schema_is_json(root: Path) -> None:
    told = json.loads((root / "docs" / "protocol.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(told)
