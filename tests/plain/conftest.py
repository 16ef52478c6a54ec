"""A conversation without a terminal: lines go in, and what is printed comes out."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tabletop.plain.keyboard import Keyboard
from tabletop.plain.paper import Paper
from tabletop.plain.run import converse
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish

HERE = Path(__file__).parent
LIBRARY = HERE.parent / "tui" / "library"

Talk = Callable[..., str]
"""`talk(lines, wish)`: what is printed when these lines are typed."""


class Typist(io.TextIOBase):
    """Somebody who types lines, and can look at what was printed before each."""

    def __init__(self, lines: Iterable[str], look: Callable[[], None] = lambda: None) -> None:
        self.lines = iter(lines)
        self.look = look
        self.rest = ""

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        if not self.rest:
            self.look()
            self.rest = next(self.lines, "")
        line, self.rest = (self.rest, "") if size < 0 else (self.rest[:size], self.rest[size:])
        return line


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.chdir(tmp_path)

    def converse_with(
        lines: Iterable[str], wish: Wish | None = None, *, resume: str | None = None, library: Path = LIBRARY,
        width: int = 78, ascii_only: bool = False,
    ) -> str:  # fmt: skip
        out = io.StringIO()
        paper = Paper(out, width=width, ascii_only=ascii_only)
        desk = Desk((library,))
        opening = None
        if resume is not None:
            opening = lambda: desk.resume(resume)  # noqa: E731
        elif wish is not None:
            opening = lambda: desk.begin(wish)  # noqa: E731
        code = converse(desk, paper, Keyboard(Typist(f"{line}\n" for line in lines), paper), opening)
        assert code == 0
        return out.getvalue()

    return converse_with


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """`golden(name, text)`: compare with the transcript of that name; TABLETOP_BLESS=1 writes it instead."""

    def compare(name: str, text: str) -> None:
        file = HERE / "golden" / f"{name}.txt"
        if os.environ.get("TABLETOP_BLESS") == "1":
            file.write_text(text, encoding="utf-8")
            return
        assert file.exists(), f"no transcript {file.name}: read it, then TABLETOP_BLESS=1"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def harbour() -> Callable[..., Wish]:
    """`harbour(**changes)`: a wish for the small campaign, with known luck."""
    return lambda **changes: Wish(**{"campaign": "harbour", "seed": 11, **changes})
