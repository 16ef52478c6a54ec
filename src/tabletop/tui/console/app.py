"""The application of the console, beside a host that serves in a thread of its own."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from textual.css.query import NoMatches

from tabletop.session.desk import Desk
from tabletop.tui.app import TabletopApp
from tabletop.tui.console.access import Access, Door, Request
from tabletop.tui.console.own import Own
from tabletop.tui.console.screen import Console
from tabletop.tui.console.watch import Watch
from tabletop.tui.screens.room import Room

if TYPE_CHECKING:
    from tabletop.host.server.hosting import Host


RESTARTS: Final = 3
"""How often a console that broke is opened again: if it ended, everybody would lose the line."""


class ConsoleApp(TabletopApp):
    """Shows one class. It never ends by a slip of the hand: people would lose the line."""

    CSS_PATH = [Path(__file__).parents[1] / "tabletop.tcss", "console.tcss"]  # type: ignore[assignment]
    hosting = True

    def __init__(self, access: Access) -> None:
        super().__init__(Desk(()), Console)
        self.access = access
        self.watching = Watch(access, self.class_changed)

    def on_mount(self) -> None:
        # The application's own `on_mount` is called as well, and shows the console.
        self.run_worker(self.watching.follow(), group="watch")
        self.set_interval(1.0, self.class_changed)

    def class_changed(self) -> None:
        """Have what is shown drawn anew."""
        if not self.is_running:  # it is ending: its screens are being taken apart
            return
        for screen in self.screen_stack:
            if isinstance(screen, Own) and screen.is_mounted and (screen is self.screen or isinstance(screen, Console)):
                with suppress(NoMatches):  # this one is being taken down
                    screen.changed()

    async def action_quit(self) -> None:
        """Ask first, wherever one is."""
        if isinstance(self.screen, Console):
            self.screen.action_leave()
        elif isinstance(self.screen, Room):
            self.screen.tell(
                f"Go back to the console first: {self.key_for('console: leave', 'q')} stops hosting there."
            )


def access_of(host: Host) -> Access:
    """The console's way to a class that is being served."""
    room = host.classroom

    async def submit(request: Request) -> dict[str, Any]:
        return await asyncio.wrap_future(host.submit(room.facilitator, request))

    async def call(work: Any) -> Any:
        return await asyncio.wrap_future(host.call(work))

    def door() -> Door:
        from tabletop.host.server import announce, qr, reach

        known = reach.ways()
        shown = announce.best_address(host, known)
        everywhere = any(reach.is_everywhere(address) for address in host.addresses)
        others = (
            [way.address for way in known if way.address != shown and way.kind in ("private", "link")]
            if everywhere
            else []
        )
        return Door(
            (host.address(shown), *map(host.address, others)), room.code, qr.text(host.join_address(shown)),
            tuple(announce.reach_of(host, known)),
        )  # fmt: skip

    def paper(group: int, folder: Path) -> Path:
        from tabletop.report.paper import write_paper

        played = room.group(group)
        path = folder / f"{played.session}-turn-{played.game.turn}.html"
        return write_paper(played.game, path, session=played.session, force=True)

    return Access(room, submit, call, door, paper)


def run(host: Host) -> int:
    """Show the console until the facilitator stops hosting. Whatever broke it is raised here, for the door to tell."""
    access = access_of(host)
    for again in range(RESTARTS + 1):
        app = ConsoleApp(access)
        if again:
            app.troubles.append("The console broke and was opened again. The class goes on; nothing is lost.")
        app.run()
        if app.broken is None:
            break
    if app.broken is not None:
        raise app.broken
    name = host.classroom.name
    print(f"The class is kept. Go on with it: tabletop host --resume {name}", file=sys.stderr)
    for group in host.classroom.groups:
        of = f" of group {group.number}" if len(host.classroom.groups) > 1 else ""
        print(f"The report{of}: tabletop report {group.session} -o {group.session}.html", file=sys.stderr)
    return app.return_code or 0
