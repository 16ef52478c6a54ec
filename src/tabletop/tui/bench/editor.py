"""The author's own editor: which it is, and how it is opened at a line."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any, Final

from textual.app import SuspendNotSupported

if TYPE_CHECKING:
    from textual.app import App

_COLON: Final = frozenset({"hx", "helix", "subl", "zed"})
"""Editors that take FILE:LINE; most take +LINE FILE."""
_GO: Final = frozenset({"code", "codium", "code-insiders", "cursor"})


def editor() -> str:
    """The editor that VISUAL or EDITOR names; "" when none is set."""
    return (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()


def command(called: str, file: str, line: int) -> list[str]:
    """The words that open a file at a line (0: just the file); ``ValueError`` where `called` has bad quotes."""
    words = shlex.split(called)
    if not words:
        return []
    name = os.path.basename(words[0])
    if not line:
        return [*words, file]
    if name in _GO:
        return [*words, "--goto", f"{file}:{line}"]
    return [*words, f"{file}:{line}"] if name in _COLON else [*words, f"+{line}", file]


def edit(app: App[Any], file: str, line: int) -> str:
    """Give the terminal to the editor until it ends; "" or why it could not be opened."""
    called = editor()
    try:
        words = command(called, file, line)
    except ValueError:
        return f"EDITOR cannot be understood: {called}"
    if not words:
        return "No editor is set: EDITOR=nano tabletop preview …"
    try:
        with app.suspend():
            done = subprocess.run(words, check=False)
    except SuspendNotSupported:
        return "This terminal cannot be given to an editor."
    except OSError as error:
        return f"{words[0]} cannot be started: {error.strerror or error}."
    return "" if done.returncode == 0 else f"{words[0]} ended with {done.returncode}."
