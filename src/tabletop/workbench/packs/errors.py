"""What can be wrong with a pack, or with what somebody does with it."""

from __future__ import annotations

from collections.abc import Sequence

from tabletop.content.text import clean
from tabletop.errors import TabletopError


class PackError(TabletopError):
    """A pack that cannot be made, read or installed; `more` are further lines, each a problem of its own."""

    def __init__(self, message: str, next_step: str = "", more: Sequence[str] = ()) -> None:
        super().__init__(clean(message), clean(next_step))
        self.more = [clean(line) for line in more]

    def lines(self) -> list[str]:
        return [*self.more, *super().lines()]


class UnsafeError(PackError):
    """A file that is no pack, or one made to harm: nothing of it was written anywhere."""
