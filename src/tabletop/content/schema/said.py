"""What the models say of themselves: the docstring under each field, read from the source when somebody asks.

Pydantic could read them when the classes are made, but then every start of the program would pay for it.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from inspect import cleandoc, getsource
from typing import Any, get_args, get_origin

from pydantic import BaseModel

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOUNS = {
    "CampaignFile": "campaign", "DeckFile": "deck", "FlagName": "flag", "Next": "way to the next act",
    "Standing": "agreement", "Outside": "outside party", "Facilitation": "facilitator", "LevelRules": "level",
    "LevelTurns": "turns", "CardNotes": "facilitator", "Extends": "extended deck",
    "TrialFile": "file of tests", "Trial": "test", "Given": "given", "TrustAt": "trust at the start",
    "MemberAt": "member at the start", "Choosing": "choose", "Doing": "choice", "Expect": "expect",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a model as authors write it, and what is said of it."""

    name: str
    field: str
    required: bool
    says: str


def noun(model: type[BaseModel]) -> str:
    """What authors call a thing of this model, e.g. ``follow-up``."""
    return _NOUNS.get(model.__name__) or _CAMEL.sub("-", model.__name__).lower()


def keys(model: type[BaseModel]) -> list[Key]:
    """The keys of a model, in their order."""
    docs: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base.__module__.startswith("tabletop."):
            docs |= docstrings(base)
    return [
        Key(field.alias or name, name, field.is_required(), docs.get(name, ""))
        for name, field in model.model_fields.items()
    ]


@lru_cache(maxsize=128)
def docstrings(model: type[BaseModel]) -> dict[str, str]:
    """The docstrings under the fields that a class itself declares."""
    (body,) = ast.parse(textwrap.dedent(getsource(model))).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                found[name] = " ".join(cleandoc(text).split())
    return found


def below(model: type[BaseModel]) -> list[type[BaseModel]]:
    """A model and every model that stands somewhere in it, each once, outermost first."""
    found: dict[type[BaseModel], None] = {model: None}
    todo = [model]
    while todo:
        for field in todo.pop(0).model_fields.values():
            for other in _models(field.annotation):
                if other not in found:
                    found[other] = None
                    todo.append(other)
    return list(found)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None and issubclass(annotation, BaseModel):
        yield annotation
        return
    for part in get_args(annotation):
        yield from _models(part)
