"""One problem code: what it means, why it matters and what to do."""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    title: str
    cause: str
    fix: str
    bad: str = ""
    good: str = ""
