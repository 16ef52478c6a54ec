"""What a game needs before its first picture is loaded, and no more: each test names something that had cost time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from tabletop.content.campaign import Campaign
from tabletop.content.card_models import Card
from tabletop.content.models import Model
from tabletop.game.sight import Seen
from tabletop.game.viewmodels import SeatView


def told(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def below(model: type) -> Iterator[type]:
    for kind in model.__subclasses__():
        yield kind
        yield from below(kind)


def test_importing_the_models_builds_none_of_them() -> None:
    code = """
import tabletop.content.checking, tabletop.game.viewmodels
from tabletop.content.models import Model
from tabletop.game.sight import Seen

def below(model):
    for kind in model.__subclasses__():
        yield kind
        yield from below(kind)

print(sorted(kind.__name__ for base in (Model, Seen) for kind in below(base) if kind.__pydantic_complete__))
"""
    assert told(code) == "[]"


def test_annotations_of_models_on_the_way_are_no_text() -> None:
    assert {Campaign, Card, SeatView} <= {*below(Model), *below(Seen)}
    ways = ("content.models", "_models", "game.viewmodels")
    text = [
        f"{kind.__name__}.{name}"
        for base in (Model, Seen)
        for kind in below(base)
        if kind.__module__.startswith("tabletop.") and kind.__module__.endswith(ways)
        for name, annotation in vars(kind).get("__annotations__", {}).items()
        if isinstance(annotation, str)
    ]
    assert text == []


def test_what_only_checks_and_mistakes_need_is_not_loaded_for_a_game() -> None:
    code = """
import sys
from tabletop.content import load_campaign
load_campaign("halcyon")
spared = ("recovering", "syntax", "layout", "concepts", "objectives", "proofs")
print([name for name in spared if f"tabletop.content.{name}" in sys.modules])
"""
    assert told(code) == "[]"
