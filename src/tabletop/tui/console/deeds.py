"""Doing things: ask what is needed, send the verb through the host, tell what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen
from textual.worker import Worker

from tabletop.errors import TabletopError
from tabletop.tui.console.choose import Choose, Pick
from tabletop.tui.console.letter import Certain, Letter, OneLine
from tabletop.tui.console.own import Own

if TYPE_CHECKING:
    from tabletop.tui.console.access import Access

WIDE: Final = frozenset({"pause", "extend", "phase", "resolve"})
"""Verbs that go to all groups while the console's clock keys do."""


Way = tuple[str, str, Callable[[], Awaitable[None]]]
"""A line of a menu: what it is called, what it says, and what it does."""


class Deeds(Own):
    """What all doing has in common. A deed is a coroutine in a worker: it may ask, and no key waits for the class."""

    @property
    def access(self) -> Access:
        return self.console_app.access

    @property
    def chosen(self) -> Any:
        """What the cursor stands on, a pair of kind and key; None on an empty page."""
        return None

    def deed(self, work: Coroutine[Any, Any, None]) -> Worker[None]:
        """Begin a deed."""
        return self.run_worker(work, group="deeds", exit_on_error=True)

    async def send(self, verb: str, said: str = "", *, group: int | str | None = None, **fields: Any) -> dict[str, Any]:
        """Do one verb; `said` is told when it is done. {} when it was refused, and that has been told."""
        wide = verb in WIDE and self.seen.everywhere and self.seen.groups > 1
        request = {
            "id": uuid.uuid4().hex,
            "verb": verb,
            "group": group or ("all" if wide else self.seen.group),
            **fields,
        }
        answer = await self.trying(self.access.submit(request))
        if answer is None:
            return {}
        refused = {n: one for n, one in dict(answer.get("groups", {})).items() if not one.get("ok")} if wide else {}
        if refused:
            first, one = next(iter(refused.items()))
            self.tell(f"Not in group {first}: {one.get('message', '')}", bad=True)
        elif said:
            self.tell(f"{said.rstrip('.')} in all groups." if wide else said)
        await self.seen.look()
        return answer

    async def trying(self, work: Awaitable[Any]) -> Any:
        """The result of something that may be refused; None when it was, and that has been told."""
        try:
            return await work
        except TabletopError as error:
            self.tell(f"{error.message} {error.next_step}".strip(), bad=True)
            return None

    # ------------------------------------------------------------------ asking

    async def show_and_wait(self, screen: Screen[Any]) -> Any:
        return await self.app.push_screen_wait(screen)

    async def choose(self, title: str, words: str, picks: Sequence[Pick], *, at: Any = None) -> Any:
        """One of several things; None when the facilitator thought better of it."""
        return await self.show_and_wait(Choose(title, words, picks, at=at))

    async def choose_many(
        self, title: str, words: str, picks: Sequence[Pick], *, taken: Collection[Any] = (), at: Any = None
    ) -> list[Any] | None:
        found: list[Any] | None = await self.show_and_wait(Choose(title, words, picks, many=True, taken=taken, at=at))
        return found

    async def question(self, title: str, words: str, answer: str = "", *, most: int = 400) -> str | None:
        """A line of words; None when the facilitator thought better of it."""
        found: str | None = await self.show_and_wait(OneLine(title, words, answer, most=most))
        return found

    async def letter(self, title: str, words: str, *, most: int = 2000) -> str | None:
        """A text of several lines; None when the facilitator thought better of it."""
        found: str | None = await self.show_and_wait(Letter(title, words, most=most))
        return found

    async def sure(self, title: str, words: str, comfort: str = "") -> bool:
        return bool(await self.show_and_wait(Certain(title, words, comfort)))

    async def one_seat(self, title: str, words: str, *, everybody: str = "", but: str = "") -> str | None:
        """A seat of the group; with `everybody` that is offered first, as ""."""
        picks = [Pick("", everybody)] if everybody else []
        picks += [
            Pick(str(seat["seat"]), str(seat.get("name", seat["seat"])), self._team_names(str(seat["seat"])))
            for seat in self.seen.seats if seat["seat"] != but
        ]  # fmt: skip
        found: str | None = await self.choose(title, words, picks, at=self.seat_here() or None)
        return found

    def _team_names(self, seat: str) -> str:
        return ", ".join(str(one["name"]) for one in self.seen.team(seat)) or "nobody sits here"

    # ------------------------------------------------------------------ under the cursor

    def seat_here(self) -> str:
        """The seat under the cursor, or of the person under it; "" where there is none."""
        kind, key = self.chosen[:2] if self.chosen else ("", "")
        if kind in ("seat", "member"):
            return str(key)
        return str(self.person(str(key)).get("seat") or "") if kind == "person" else ""

    def person_here(self) -> str:
        """The person under the cursor; "" where there is none."""
        kind, key = self.chosen[:2] if self.chosen else ("", "")
        return str(key) if kind == "person" else ""

    def person(self, who: str) -> Any:
        return next((one for one in self.seen.people if one["person"] == who), {})

    def seat_name(self, seat: str) -> str:
        return self.seen.names.get(seat, seat)

    async def menu(self, title: str, ways: Sequence[Way]) -> None:
        """Choose one of several deeds, and do it."""
        picks = [Pick(place, label, says) for place, (label, says, _) in enumerate(ways)]
        chosen = await self.choose(title, "What is to be done?", picks)
        if chosen is not None:
            await ways[chosen][2]()

    # ------------------------------------------------------------------ offered by the menus of others

    async def rate(self, seat: str = "", capability: str = "") -> None:
        """Rate a team by the observer's guide."""
        raise NotImplementedError

    async def observe(self, seat: str = "") -> None:
        """Note what was seen."""
        raise NotImplementedError

    async def write_inject(self, to: list[str]) -> None:
        """Words of one's own, for these seats."""
        raise NotImplementedError

    async def overrule(self, seat: str = "") -> None:
        """Change a number, with a reason."""
        raise NotImplementedError
