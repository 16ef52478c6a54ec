"""What the screens of a seat share: the class they belong to, and news of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from tabletop.tui.screens.room import Room

if TYPE_CHECKING:
    from tabletop.host.client.line import Line
    from tabletop.tui.join.app import JoinApp


class InClass(Room):
    """A screen of a seat."""

    drawn = False
    """Everything on it is there: before, it cannot be told what has changed."""

    def on_mount(self) -> None:
        # Called beside the `on_mount` of the screen itself.
        self.drawn = True

    @property
    def joined(self) -> JoinApp:
        """The application."""
        return cast("JoinApp", self.app)

    @property
    def line(self) -> Line:
        return self.joined.line

    def part(self, name: str) -> dict[str, Any]:
        """A part of the host's state, {} where there is none."""
        return self.line.part(name)

    def member(self, seat: str) -> str:
        """A member's name."""
        return self.joined.names.member(seat)

    def changed(self) -> None:
        """The class has changed."""

    def second(self) -> None:
        """A second has passed."""
