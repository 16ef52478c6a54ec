"""Nobody is told another seat's secrets, whatever they ask: every route, verb, question, error and header is walked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.server.crowd import Crowd, HostHere, Person
from tests.host.server.toy import Browser

QUESTIONS: list[dict[str, Any]] = [
    {"ask": "coach"},
    {"ask": "outlook"},
    {"ask": "messages"},
    {"ask": "why"},
    {"ask": "why", "turn": 1},
    {"ask": "past", "turn": 1},
    {"ask": "story", "turn": 1},
    {"ask": "story"},
    {"ask": "rule", "rule": "R1"},
    {"ask": "odds", "choice": {"strategy": "hold"}},
    {"ask": "compare", "choices": [{"strategy": "hold"}]},
    {"ask": "history", "card": "x"},
]
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


async def crawl(person: Person, seats: list[str], cards: list[str]) -> str:
    """Everything that a person is ever answered: heads and bodies in one text."""
    browser = Browser(person.port, source=person.source, token=person.token)
    heard = [json.dumps(person.parts, ensure_ascii=False)]
    paths = [
        "/",
        "/seat",
        "/room",
        "/api",
        "/api/state",
        "/web/",
        "/web/%2e%2e/room",
        "/openapi.json",
        "/docs",
        "/api/do",
    ]
    for path in paths:
        heard.append((await browser.get(path)).raw.decode("utf-8", "replace"))
    asked = [*QUESTIONS, *({"ask": "history", "card": card} for card in cards)]
    for question in asked:
        for more in ({}, *({"seat": seat} for seat in seats), {"group": 1}, {"group": 2}):
            answer = await browser.post("/api/ask", {**question, **more})
            heard.append(answer.raw.decode("utf-8", "replace"))
    for verb in (
        "say",
        "draft",
        "commit",
        "withdraw",
        "whisper",
        "overrule",
        "rewind",
        "move",
        "declassify",
        "admit",
        "nope",
    ):
        body: dict[str, Any] = {"id": f"crawl-{verb}", "verb": verb}
        wrong = ({}, {"turn": 99, "choice": {"strategy": "hold"}}, {"to": [seats[0]], "text": ""}, {"person": "P1"})
        for number, more in enumerate(wrong):
            answer = await browser.post("/api/do", {**body, "id": f"{verb}-{number}", **more})
            heard.append(answer.raw.decode("utf-8", "replace"))
    return "\n".join(heard)


@pytest.mark.long
async def test_a_crawler_with_each_role_finds_no_secret_of_another_seat(
    tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    host = HostHere(tmp_path, level="full")
    crowd = Crowd(host)
    try:
        await crowd.gather(10)
        watcher = Person(host.port, name="Watcher", source="127.0.0.30")
        screen = Person(host.port, name="Screen", source="127.0.0.31")
        waiting = Person(host.port, name="Waiting", source="127.0.0.32")
        crowd.guests += [watcher, screen, waiting]
        await watcher.join(host.code, "observer")
        await screen.join(host.code, "room")
        await waiting.join(host.code)
        for person in (watcher, screen):
            me = (await person.ask("GET", "/api/state"))["parts"]["me"]
            await crowd.lead.do("admit", person=me["person"], role="observer" if person is watcher else "room")
        crowd.follow([watcher, screen, waiting])
        for person in (watcher, screen, waiting):
            await person.until(lambda p: "me" in p.parts)
        turns = scale(2, 12)
        for turn in range(1, turns + 1):
            if crowd.lead.parts["board"]["over"]:
                break
            await crowd.lead.do("phase", to="commit")
            await whisper_and_draft(crowd, turn)
            seats = [row["seat"] for row in crowd.lead.parts["table"]["seats"]]
            cards = [crisis["card"] for crisis in crowd.lead.parts["board"]["crises"]]
            secrets = {seat: secrets_of(crowd.lead.parts["board"], seat) for seat in seats}
            assert all(secrets.values())
            hidden = of_the_facilitator(crowd.lead.parts["board"])
            assert hidden
            if turn in (1, turns):
                for person in [crowd.people[0], crowd.people[1], watcher, screen, waiting]:
                    person_seat = person.parts["me"].get("seat") or ""
                    heard = await crawl(person, seats, cards)
                    for seat in seats:
                        if seat != person_seat:
                            assert f"private-{seat}-" not in heard, (person.name, seat)
                            for secret in secrets[seat]:
                                assert secret not in heard, (person.name, seat, secret)
                    assert not [line for line in hidden if line in heard], person.name
                    others = [p.token for p in [*crowd.people, crowd.lead, watcher] if p is not person]
                    assert not [token for token in others if token in heard], "no token of anybody's"
                    assert "Traceback" not in heard
                    assert "Try again in" not in heard, "the crawler was let ask"
                    assert str(tmp_path) not in heard
                    if person.name != "Screen":
                        assert host.code not in heard, "only the room's screen and the facilitator show the code"
            await crowd.burst(turn)
    finally:
        await crowd.leave()
        host.stop()


async def whisper_and_draft(crowd: Crowd, turn: int) -> None:
    """Each seat says something to nobody but its own team and the facilitator, and drafts something."""
    for person in crowd.people:
        seat = person.parts["me"]["seat"]
        await person.do("say", to="team", text=f"private-{seat}-team-{turn}")
        await person.do("say", to="facilitator", text=f"private-{seat}-lead-{turn}")
        await person.do("reflect", text=f"private-{seat}-notes-{turn}")
    for seat in {person.parts["me"]["seat"] for person in crowd.people}:
        await crowd.lead.do("whisper", to=seat, text=f"private-{seat}-whisper-{turn}")


def secrets_of(board: Any, seat: str) -> list[str]:
    """Lines that the author wrote for one member's eyes."""
    told: list[str] = []
    for member in board["members"]:
        if member["seat"] == seat:
            told += [member["brief"], *member["red_lines"], member["objective"]["title"], member["objective"]["bonus"]]
    for crisis in board["crises"]:
        told += [interest["brief"] for interest in crisis["stakes"] if interest["seat"] == seat]
    return [line for text in told for line in text.splitlines() if len(line) > 24]


def of_the_facilitator(board: Any) -> list[str]:
    """Lines that are for the facilitator alone while the game goes on."""
    told = [crisis[name] for crisis in board["crises"] for name in ("purpose", "expect", "skip_if", "happened")]
    told += [line for crisis in board["crises"] for line in crisis["discuss"]]
    return [line for text in told for line in text.splitlines() if len(line) > 24]


async def test_tokens_cannot_be_guessed(tmp_path: Path) -> None:
    host = HostHere(tmp_path)
    crowd = Crowd(host)
    try:
        await crowd.gather(5)
        tokens = [person.token for person in [crowd.lead, *crowd.people]]
        assert len(set(tokens)) == 6
        assert all(TOKEN.fullmatch(token) for token in tokens)
        stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
        assert not [token for token in tokens if token.encode() in stored], "of tokens, digests are kept"
        for guess in ("", "null", "undefined", tokens[0][:-1], tokens[0] + "A", tokens[0].swapcase(), "A" * 43):
            browser = Browser(host.port, token=guess)
            assert (await browser.get("/api/state")).status == 401
            assert (await browser.do("ready")).status == 401
    finally:
        await crowd.leave()
        host.stop()
