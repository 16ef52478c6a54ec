"""The one family of errors that people see.

Every problem a person can do something about is a `TabletopError`: one sentence that says what is wrong, and one that
says what to do next. The door (`tabletop.cli`) prints it as a line on standard error and leaves with its exit code; the
screens show the same two sentences. Anything else that escapes is a defect: it is logged, never shown as a traceback.

This module imports nothing, so that every room may use it.
"""

from __future__ import annotations


class TabletopError(Exception):
    """Something is wrong that the person at the keyboard can understand and act on.

    `message` is one sentence without a line break: what is wrong, with the name of the thing. `next_step` says what to
    do about it and may be empty. `exit_code` is what the command line answers with: 1 when the content, the session or
    the machine is at fault, 2 when the words of the call are.
    """

    exit_code: int = 1

    def __init__(self, message: str, next_step: str = "", *, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        if exit_code is not None:
            self.exit_code = exit_code

    def lines(self) -> list[str]:
        """What to print on standard error, one thing a line. A subclass with several problems gives a line for each."""
        text = f"{self.message} {self.next_step}" if self.next_step else self.message
        return [text]

    def __str__(self) -> str:
        return "\n".join(self.lines())


class UsageError(TabletopError):
    """The words of the call are wrong: an unknown name, a value out of its range. Exit code 2."""

    exit_code = 2
