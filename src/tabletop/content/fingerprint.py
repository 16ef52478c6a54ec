"""What the rules know of a campaign, as one digest: two campaigns that differ in words alone have the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

import numpy as np

from tabletop.rules.tables import Tables

_WORDS: Final = frozenset({"why"})
"""Fields of the tables that players read and no rule does."""


def rules_digest(tables: Iterable[Tables]) -> str:
    """SHA-256, in hex, over compiled tables: equal when the same choices lead to the same games, bit for bit."""
    digest = hashlib.sha256(b"tabletop-rules-1\n")
    known: dict[int, tuple[Any, bytes]] = {}
    for table in tables:
        digest.update(f"{type(table).__name__}:".encode())
        for field in fields(table):
            value = getattr(table, field.name)
            # The levels share most of their parts, the effects and cards above all: each is read once.
            if id(value) not in known:
                known[id(value)] = value, b"".join(_pieces(value))
            digest.update(f"{field.name}=".encode())
            digest.update(known[id(value)][1])
    return digest.hexdigest()


def _pieces(value: Any) -> Iterable[bytes]:
    """A value as bytes that no other value has, the same on every machine."""
    match value:
        case None | bool():
            yield f"{value};".encode()
        case Enum():
            yield from _pieces(value.value)
        case np.ndarray():
            whole = np.ascontiguousarray(value)
            kind = "<u8" if whole.dtype.kind == "u" else "<i8"
            yield f"array {whole.shape} {whole.dtype.kind}:".encode()
            yield whole.astype(kind).tobytes()
        case int() | np.integer():
            yield f"{int(value)};".encode()
        case str():
            text = value.encode()
            yield b"text %d:" % len(text)
            yield text
        case tuple() | list():
            yield b"row %d:" % len(value)
            for item in value:
                yield from _pieces(item)
        case _ if is_dataclass(value):
            yield f"{type(value).__name__}:".encode()
            for field in fields(value):
                if field.name not in _WORDS:
                    yield f"{field.name}=".encode()
                    yield from _pieces(getattr(value, field.name))
        case _:
            raise TypeError(f"no digest of {type(value).__name__}")
