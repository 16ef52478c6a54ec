"""The hash chain: every command carries a digest of itself and of everything before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(data: Mapping[str, Any]) -> str:
    """The one way to write these data: sorted keys, no spaces, ASCII."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def first(header: str) -> str:
    """The chain's beginning, from the canonical header."""
    return hashlib.sha256(b"tabletop-session\n" + header.encode("ascii")).hexdigest()


def first_event(header: str) -> str:
    """The beginning of the chain of events beside the commands."""
    return hashlib.sha256(b"tabletop-events\n" + header.encode("ascii")).hexdigest()


def following(previous: str, body: str) -> str:
    """The digest of a command (its canonical text) that follows `previous`."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + body.encode("utf-8", "surrogatepass")).hexdigest()
