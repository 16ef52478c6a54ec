"""What is done with the class as a whole: the door, settings, checks, looking ahead, export, paper, the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tabletop.errors import TabletopError
from tabletop.telling.evaluation import FORMS
from tabletop.tui.console.choose import Pick
from tabletop.tui.console.deeds import Way
from tabletop.tui.console.deeds_clock import ClockDeeds
from tabletop.tui.console.deeds_people import PeopleDeeds
from tabletop.tui.console.deeds_tray import TrayDeeds

_SWITCHES = {
    "open_door": ("The door", "Open: whoever has the code is seated at once", "You let people in one by one"),
    "unsigned": ("Messages without a name", "Allowed", "Every message is signed"),
    "coach": ("Outlook and coach on the seats", "Allowed", "Switched off"),
    "anonymous": ("Questionnaires without a name", "Allowed", "With names only"),
}
_AUTO = {
    "resolve_when_all": ("Resolve when all have chosen", "By itself", "You resolve"),
    "advance_on_time": ("Next phase when the time is up", "By itself", "You go on"),
    "hold_for_silent": ("Silent seats when the time is up", "Hold", "Are waited for"),
}


class ClassDeeds(PeopleDeeds, ClockDeeds, TrayDeeds):
    """Keys Enter, j, m, c, d, f, x, l, s, z, Z, q."""

    def action_do(self) -> None:
        """What can be done with the line under the cursor."""
        chosen = self.chosen
        if chosen is None:
            self.tell("There is nothing under the cursor.")
            return
        kind, key = chosen[0], chosen[1]
        if kind in ("seat", "member"):
            self.deed(self.seat_menu(str(key)))
        elif kind == "person":
            self.deed(self.person_menu(str(key)))
        elif kind == "message":
            self.deed(self._answer("message", int(key)))
        elif kind == "raised":
            self.deed(self._called(int(key)))
        elif kind in ("card", "inject", "free"):
            self.deed(self.tray_line(kind, key))
        elif kind == "crisis":
            self.deed(self.crisis_menu(str(key)))
        elif kind == "number":
            self.deed(self.overrule())
        elif kind == "capability":
            self.deed(self.rate("", str(key)))
        elif kind == "turn":
            self.deed(self.turn_menu(int(key)))
        else:
            self.tell("It stands below, whole; nothing is to be done with it.")

    async def _answer(self, kind: str, n: int) -> None:
        """Private words to whoever wrote or called."""
        among = self.seen.talk.get("messages", ()) if kind == "message" else self.seen.many("ratings", "raised")
        one: Mapping[str, Any] = next((one for one in among if one.get("n") == n), {})
        who = str(one.get("by") or one.get("from") or one.get("seat") or "")
        if not who or self.person(who).get("role") == "facilitator":
            self.tell("Nobody to answer: the class or you said it.")
            return
        await self.whisper(who, self.seen.names.get(who, who))

    async def _called(self, n: int) -> None:
        """A hand is up: private words, or it was dealt with in the room."""

        one: Mapping[str, Any] = next((one for one in self.seen.many("ratings", "raised") if one.get("n") == n), {})

        async def down() -> None:
            await self.send("lower", person=str(one.get("by", "")))

        async def answer() -> None:
            await self._answer("raised", n)
            await down()

        ways: list[Way] = [
            ("Take the hand down", "You have dealt with it", down),
            ("Private words", "Answer in writing", answer),
        ]
        await self.menu(f"{one.get('name', 'Somebody')}: {one.get('text', '')}", ways)

    # ------------------------------------------------------------------ the room

    def action_door(self) -> None:
        from tabletop.tui.console.door import DoorPage

        self.app.clear_notifications()
        self.app.push_screen(DoorPage(self.access.door(), str(self.seen.klass.get("title") or "")))

    def action_blank(self) -> None:
        on = not self.seen.klass.get("blank")
        said = "The room's screen is blank." if on else "The room's screen is shown again."
        self.deed(self._simply("blank", said, on=on))

    def action_comcheck(self) -> None:
        self.deed(self._comcheck())

    async def _comcheck(self) -> None:
        from tabletop.tui.console.pages import Comcheck

        if await self.send("comcheck"):
            await self.show_and_wait(Comcheck())

    def action_settings(self) -> None:
        self.deed(self._settings())

    async def _settings(self) -> None:
        """One switch after the other, until the facilitator goes back."""
        at: Any = None
        words = "Enter switches; Esc goes back. What happens by itself is this group's, the rest the whole class's."
        while True:
            klass, auto = self.seen.klass, self.seen.phase.get("auto", {})
            forms = [str(form) for form in klass.get("forms", ())]
            states = {name: bool(klass.get(name)) for name in _SWITCHES}
            states |= {name: bool(auto.get(name)) for name in _AUTO}
            states |= {name: name in forms for name in FORMS}
            says = {**_SWITCHES, **_AUTO}
            says |= {
                name: (f"Questionnaire: {form.title}", "Open on all seats", "Closed") for name, form in FORMS.items()
            }
            picks = [
                Pick(name, title, yes if states[name] else no, "on" if states[name] else "off")
                for name, (title, yes, no) in says.items()
            ]
            at = await self.choose("Settings", words, picks, at=at)
            if at is None:
                return
            on = not states[at]
            if at in FORMS:
                await self.send("settings", forms=[form for form in FORMS if (form in forms) != (form == at)])
            else:
                await self.send("settings", **({"auto": {at: on}} if at in _AUTO else {at: on}))

    # ------------------------------------------------------------------ looking ahead

    def action_rehearse(self) -> None:
        from tabletop.tui.console.rehearse import Rehearsal

        self.app.push_screen(Rehearsal())

    def action_forecast(self) -> None:
        from tabletop.tui.console.ahead import Ahead

        self.app.push_screen(Ahead())

    # ------------------------------------------------------------------ keeping

    def action_export(self) -> None:
        self.deed(self._export())

    async def _export(self) -> None:
        room = self.access.classroom
        usual = self.access.folder / f"{room.name}.zip"
        text = await self.question(
            "Export the class", "Everything, secrets too, in one file. Where to?", str(usual), most=400
        )
        if not text:
            return
        path = Path(text).expanduser()
        if path.exists() and not await self.sure("Write over it?", f"{path} is there already."):
            return

        def pack() -> bool:
            try:
                room.export(path)
            except OSError as error:
                raise TabletopError(
                    f"{path} cannot be written: {error.strerror or error}.", "Choose another place."
                ) from error
            return True

        if await self.trying(self.access.call(pack)):
            self.tell(f"Written: {path}. Elsewhere: tabletop sessions import, then host --resume.")

    def action_paper(self) -> None:
        self.deed(self._paper())

    async def _paper(self) -> None:
        paper = self.access.paper
        if paper is None:
            self.tell(self.why_not_paper, bad=True)
            return
        group, folder = self.seen.group, self.access.folder
        page = await self.trying(self.access.call(lambda: paper(group, folder)))
        if page is not None:
            self.tell(f"To print: {page}")

    why_not_paper = "Printable pages are not there in this version."

    # ------------------------------------------------------------------ the end

    def action_end(self) -> None:
        self.deed(self._end())

    async def _end(self) -> None:
        if self.seen.klass.get("ended"):
            self.tell("The class has ended. Z opens all secrets.")
            return
        if await self.sure(
            "End the class?",
            "Every group stops where it is, for everybody.",
            "What was played is kept; questionnaires can still be filled in.",
        ):
            await self.send("end", "The class has ended. Z opens all secrets.")

    def action_declassify(self) -> None:
        self.deed(self._declassify())

    async def _declassify(self) -> None:
        """Asks twice, for nobody can close again what everybody has read."""
        if self.seen.klass.get("declassified"):
            self.tell("Everything is open already.")
            return
        if not await self.sure(
            "Open all secrets to everybody?",
            "All secret briefs, objectives, choices and messages, with their authors.",
            "Private words are among them, and stay in the report.",
        ):  # fmt: skip
            return
        if await self.sure(
            "Really open all secrets?", "This cannot be taken back: everybody can read everything at once."
        ):
            await self.send("declassify", "All secrets are open.")

    def action_leave(self) -> None:
        self.deed(self._leave())

    async def _leave(self) -> None:
        if await self.sure(
            "Stop hosting?", "Everybody loses the line until the class is hosted again.",
            f"Everything is kept. Go on with it: tabletop host --resume {self.access.classroom.name}",
        ):  # fmt: skip
            self.app.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "paper" and self.access.paper is None:
            return False
        return super().check_action(action, parameters)
