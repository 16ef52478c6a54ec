"""Every problem code: what it means, why it matters and what to do, with a wrong and a right example.

E1 reading, E2 shape, E3 names, E4 conditions, E5 parameters; W2 warnings of form, W3 what is proved, W5 what walks
met; T4 tips.  A code keeps its meaning for ever: courses and scripts rely on it, and authors' ``ignore:`` lines name
warnings by it.  A family is a module of this package with one table; it needs no entry here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from tabletop.content.codes.code import Code

__all__ = ["CODES", "Code"]


def _tables() -> Iterator[dict[str, Code]]:
    """The tables of all families."""
    for found in sorted(iter_modules(__path__), key=lambda module: module.name):
        for value in vars(import_module(f"{__name__}.{found.name}")).values():
            if isinstance(value, dict) and value and all(isinstance(entry, Code) for entry in value.values()):
                yield value


def _all() -> dict[str, Code]:
    codes: dict[str, Code] = {}
    for table in _tables():
        for code, entry in table.items():
            if codes.setdefault(code, entry) is not entry:
                raise ValueError(f"two codes are called {code}")
    order = "EWT"
    return dict(sorted(codes.items(), key=lambda item: (order.index(item[0][0]), item[0])))


CODES: Final[dict[str, Code]] = _all()
