"""A small campaign in one file, and ways to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.content import Problem, check_paths

SMALL = Path(__file__).parent / "samples" / "small.yaml"


@pytest.fixture(scope="session")
def small() -> Path:
    """A campaign in one file that has no problems."""
    return SMALL


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., list[Problem]]:
    """`broken(old, new, …)`: the problems of the small campaign after replacing text; every `old` must be there."""

    def check(*changes: str) -> list[Problem]:
        text = SMALL.read_text(encoding="utf-8")
        for old, new in zip(changes[::2], changes[1::2], strict=True):
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path / "broken.yaml"
        file.write_text(text, encoding="utf-8")
        # Tips judge the craft, and have tests of their own.
        return [problem for problem in check_paths([file]) if problem.severity != "tip"]

    return check


@pytest.fixture
def marked() -> Callable[[Problem], str]:
    """`marked(problem)`: the characters of the excerpt that a problem points at."""
    return lambda problem: problem.excerpt[problem.column - 1 : problem.column - 1 + problem.length]
