"""Whatever anybody sends: an answer, or a refusal in words; never a mistake of ours."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.host.room.kit import Class

from tabletop.content import Campaign
from tabletop.host.room import ClassError, Person
from tabletop.host.room.registry import VERBS

Begin = Callable[..., Class]

NASTY: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, 1e308, float("inf"), float("nan"), "", "x", "all", "facilitator", "P1", "P2",
    "aurelia", "a" * 41, "\x00", "\ud800", "\u202e", "🏳️‍🌈" * 30, "x" * 70_000, "hold", "tension", [], ["aurelia"],
    ["aurelia", "aurelia"], ["P1"], [None], {}, {"strategy": "hold"}, {"strategy": "track2", "effort": 2, "card": "x"},
    {"strategy": "hold", "effort": 10**30}, [{"strategy": "hold"}] * 9, {"a": {"b": 1}}, {"\ud800": 1}, {"x": 2**62},
    {"hold_for_silent": True, "advance_on_time": True}, {"commit": 0}, "npc:chance", "people", "now", "turn", "P",
    [[[[[[[[]]]]]]]],
)  # fmt: skip

_CHOICES: tuple[Any, ...] = (
    {"strategy": "hold"}, {"strategy": "hold", "effort": 2}, {"strategy": "track2", "card": "\x1b[31m"},
    {"strategy": "confidence", "target": "outside", "clause": "\x00"}, {"strategy": "\x07"},
)  # fmt: skip
_PEOPLE = tuple(f"P{n}" for n in range(1, 12))
_SEATS = ("aurelia", "borealis", "corvina", "delmar", "esterra", "nowhere")
FITTING: dict[str, tuple[Any, ...]] = {
    "turn": (0, 1, 1, 2, 3), "choice": _CHOICES, "choices": (list(_CHOICES), [_CHOICES[0]]), "seat": _SEATS,
    "person": _PEOPLE, "text": ("Yes.", "\x1b]8;;http://x\x07", "e\u0301" * 900), "title": ("T", "\u200f"),
    "to": ("all", "press", "team", "facilitator", "P3", "npc:greedy", "people", "caucus", 2, ["delmar"], *_SEATS),
    "card": (), "rule": ("consensus", "majority", "silence", "R3"), "minutes": (0.25, 5, 240), "proposal": (1, 2, 99),
    "stance": ("yes", "no", "abstain"), "strategy": ("hold", "track2"), "comcheck": (0, 1, 2), "form": ("hotwash",),
    "answers": ({"q1": 3}, {"\x1b": "x"}), "name": ("Ada", "\u3164", "[b]"), "capability": ("x",), "rating": ("P", "U"),
    "note": ("n",), "from_": _SEATS, "into": _SEATS, "on": (True, False), "seconds": (5, -3600, {"caucus": 0}),
    "when": ("now", "turn", "held", 0.001, 600), "inject": (1, 2, 3), "variable": ("tension", "trust", "means", "cash"),
    "who": ([], ["aurelia"], ["aurelia", "borealis"], ["delmar", "delmar"]), "amount": (5, -5.5, 0.001, 1e308, -9999),
    "why": ("because", "\x00"), "companions": ([], ["delmar"], ["nowhere"]), "forms": (["hotwash"], []),
    "before": (0, 3), "unsigned": (True, False),
}  # fmt: skip


def test_no_nonsense_of_anybody_is_more_than_refused(
    begin: Begin, campaign: Campaign, scale: Callable[[int, int], int]
) -> None:
    """Every verb and question, with fields that fit and that do not, from every role: an answer, or words."""
    from tabletop.host.room.asking import ASKED
    from tabletop.host.room.verbs import load

    load()
    luck = random.Random(11)
    a = begin(groups=2, options=["pledges", "public-line"])
    a.seats()
    for name in ("observer", "room"):
        a.join(name, name)
    cards = list(campaign.deck)
    models = {**{name: (known.model, "verb") for name, known in VERBS.items()}}
    models |= {f"{name}?": (model, "ask") for name, (model, _) in ASKED.items()}
    names = sorted(models.keys() - {"outlook?", "coach?", "fork", "rewind", "practice", "end"})
    answered: Counter[str] = Counter()
    for step in range(scale(1000, 20_000)):
        if step % 50 == 0:
            if a.room.group(1).game.over or a.room.group(1).clock.phase == "end":
                a.lead("rewind", turn=1)
            _said(a, a.room.facilitator, {"verb": "phase", "to": luck.choice(("caucus", "commit"))})
            late, _ = a.room.join(a.room.code, f"N{step}")
            seated = {"person": late.id, "seat": luck.choice(_SEATS[:5]), "to": 1}
            _said(a, a.room.facilitator, {"verb": "admit", **seated})
        name = luck.choice(names)
        model, naming = models[name]
        roles = VERBS[name].roles if naming == "verb" else ("player", "facilitator")
        person = luck.choice(
            [p for p in a.room.people if p.role in roles or luck.random() < 0.1] or [a.room.facilitator]
        )
        request: dict[str, Any] = {naming: name.rstrip("?")}
        for field, info in model.model_fields.items():
            if field in ("id", "group", "anonymous", "role") or field == naming:
                continue
            if info.is_required() or luck.random() < 0.4:
                turn = (a.room.group(person.group).game.turn,) * 9 if field == "turn" else ()
                fits = (*turn, *FITTING.get(field, NASTY), *((luck.choice(cards),) if field == "card" else ()))
                request[info.alias or field] = luck.choice(NASTY if luck.random() < 0.15 else fits)
        if luck.random() < 0.05:
            request[luck.choice(("group", "id", "extra", naming, "\x1b[31m"))] = luck.choice((*NASTY, "all", 1, 2))
        told = _said(a, person, request)
        answered[name] += isinstance(told, dict)
        if isinstance(told, ClassError):
            assert told.status != 500, (request, told.__cause__)
            assert 0 < len(told.message.encode()) < 700, told.message
        else:
            json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
        if step % 100 == 0:
            a.room.tick()
            for one in a.room.people:
                assert all(part.text.encode() for part in a.room.parts_of(one).values())
    assert sum(count > 0 for count in answered.values()) > 35, sorted(set(names) - set(answered))


def _said(a: Class, person: Person, request: dict[str, Any]) -> dict[str, Any] | ClassError:
    try:
        return a.room.ask(person, request) if "ask" in request else a.room.do(person, request)
    except ClassError as error:
        return error
