"""A class in every state that a page can show: a real one, brought there by its own verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.host.web.stage import Stage

from tabletop.content import load_campaign
from tabletop.host.room import Classroom, Person, Plan
from tabletop.session import Store

Parts = dict[str, Any]
HOSTILE = (
    "<img src=x onerror=\"document.title='broken'\"> </script><script>document.title='broken'</script> "
    "[red]bold[/red] {{7*7}} javascript:alert(1) \u202eesrever\u202c &amp; "
)
QR = "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E%3Cpath fill='%23fff' d='M0 0h9v9H0z'/%3E%3C/svg%3E"


class Scene:
    """A class with five people in two teams, an observer and a room screen; its clock is moved by hand."""

    def __init__(
        self, root: Path, home: Path, campaign: str = "halcyon", level: str = "standard", seed: int = 7,
        options: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.time = 1_900_000_000.0
        content = load_campaign(root / "campaigns" / campaign)
        self.room = Classroom.new(
            content,
            level=level,
            seed=seed,
            plan=Plan.timetable(45),
            store=Store(home),
            now=lambda: self.time,
            options=options,
        )
        self.lead = self.room.facilitator
        self.seats = self.room.groups[0].seats
        self.serial = 0
        self.ada = self.join("Ada")
        self.bo = self.join("Bo")
        self.cy = self.join("Cy")
        self.dee = self.join("Dee")
        self.watcher = self.join("Eve", "observer")
        self.screen = self.join("Room screen", "room")
        for person, seat in ((self.ada, 0), (self.bo, 0), (self.cy, 1), (self.dee, 2)):
            self.do(self.lead, "admit", person=person.id, seat=self.seats[seat])
        for person in (self.watcher, self.screen):
            self.do(self.lead, "admit", person=person.id)

    def join(self, name: str, wants: str = "player") -> Person:
        return self.room.join(self.room.code, name, wants)[0]

    def do(self, who: Person, verb: str, **fields: Any) -> Parts:
        self.serial += 1
        return self.room.do(who, {"id": f"s{self.serial}", "verb": verb, **fields})

    def stage(self, context: Any, person: Person) -> Stage:
        """What this person's browser talks to."""
        found = Stage(context, self.room.state(person), self.room, person)
        found.answers["door"] = lambda _: {"ok": True, "address": "192.168.1.20:8400", "qr": f"data:image/svg+xml,{QR}"}
        return found

    # ---- the way through a class

    def to(self, phase: str) -> None:
        """Go on until this phase."""
        for _ in range(8):
            if self.room.groups[0].clock.phase == phase:
                return
            self.do(self.lead, "phase")
        raise AssertionError(f"{phase} never came")

    @property
    def card(self) -> str:
        return self.room.groups[0].game.view(self.seats[0]).crises[0].card

    def summit(self) -> Parts:
        return {"strategy": "multilateral", "tactic": "interest", "effort": 1, "card": self.card}

    def talk(self, text: str = "We need four trains, not nineteen days.\nWho joins us?") -> None:
        """Messages of every kind, proposals under every rule, a red line, a draft."""
        self.do(self.cy, "say", to="all", text=text)
        self.do(self.ada, "say", to=[self.seats[2]], text="Will you come to the summit if we pay the bridge?")
        self.do(self.dee, "say", to="press", text=f"We stand by our friends. {text}")
        self.do(self.lead, "inject", title="Breaking news", text=f"A train has stopped in the tunnel. {text}")
        self.do(self.lead, "whisper", to=self.seats[0], text="Watch the second crisis, too.")
        self.do(self.cy, "propose", title="One timetable for the tunnel", text=text, rule="silence", minutes=3)
        self.do(self.dee, "cosign", proposal=1)
        self.do(self.ada, "propose", title="A common fund", text="Each pays its share.", rule="majority", minutes=10)
        self.do(self.cy, "vote", proposal=2, stance="no")
        self.do(self.dee, "propose", title="No convoys at night", rule="consensus", minutes=10)
        self.do(self.cy, "vote", proposal=3, stance="no")
        self.do(self.dee, "red_line", text="No foreign column through the valley at night.")
        self.do(self.bo, "draft", turn=self.room.groups[0].game.turn, choice=self.summit())

    def play(self, turns: int = 1) -> None:
        """Play turns to the discussion of the last one."""
        for _ in range(turns):
            self.to("commit")
            turn = self.room.groups[0].game.turn
            for person in (self.ada, self.cy, self.dee):
                self.do(person, "commit", turn=turn, choice=self.summit() if self.crises else {"strategy": "hold"})
            self.to("discuss")

    @property
    def crises(self) -> int:
        return len(self.room.groups[0].game.view(self.seats[0]).crises)


def _choosing(page: Any) -> None:
    view(page, "choose")
    page.check("input[name=card] >> nth=0")
    page.check("input[value=bilateral]")
    page.check("input[name=target] >> nth=1")
    page.check("input[value=package]")
    page.wait_for_selector(".chance")


def _confirming(page: Any) -> None:
    _choosing(page)
    page.click(".bottom button.main")
    page.wait_for_selector("dialog[open]")


def _asking(page: Any) -> None:
    """Why the numbers moved, with the terms of the first of them."""
    view(page, "alliance")
    page.click("summary:has-text('Why did the numbers move?')")
    page.click("details details summary >> nth=0")
    page.wait_for_selector("details details table >> nth=0")


def _ahead(page: Any) -> None:
    """What may come, as far as the facilitator allows it."""
    view(page, "choose")
    for name in ("The outlook", "The coach"):
        page.click(f"summary:has-text('{name}')")
    page.click("summary:has-text('In numbers') >> nth=0", timeout=20_000)
    page.wait_for_selector("table:has-text('Against holding')", timeout=20_000)


def _writing(page: Any) -> None:
    view(page, "talk")
    page.select_option("#say-to", "seats")
    page.click("text=Put a proposal forward")
    page.click("text=Say something in public")


def view(page: Any, name: str) -> None:
    """Open a part of the seat page; on a laptop all parts are there."""
    if page.locator("#tabs").is_visible():
        page.click(f"#tabs a[href='#{name}']")


def _view(name: str) -> Callable[[Any], None]:
    return lambda page: view(page, name)


def _blank(page: Any) -> None:
    page.keyboard.press("b")


def _wrong(page: Any) -> None:
    page.fill("#code", "")
    page.click("button[type=submit]")


Act = Callable[[Any], None] | None


Shown = tuple[str, Scene | None, Person | None, str, Act]


def scenes(root: Path, home: Path) -> Iterator[Shown]:
    """Every state of every page: name, class, person, address, and what is done on the page.

    The class stands in that state only until the next one is asked for.
    """
    yield "join", None, None, "/?c=K7QM4P", None
    yield "join-wrong", None, None, "/", _wrong
    scene = Scene(root, home)

    def note(name: str, person: Person, path: str = "/seat", act: Act = None) -> Shown:
        return name, scene, person, path, act

    late = scene.join("Late")
    yield note("door", late)
    scene.do(scene.lead, "comcheck")
    yield note("lobby", scene.ada)
    yield note("room-lobby", scene.screen, "/room")
    scene.do(scene.ada, "hear", comcheck=1)
    scene.to("brief")
    yield note("brief", scene.ada)
    yield note("room-brief", scene.screen, "/room")
    scene.to("caucus")
    scene.talk()
    yield note("talk", scene.ada, act=_view("talk"))
    yield note("writing", scene.ada, act=_writing)
    yield note("alliance", scene.ada, act=_view("alliance"))
    yield note("notes", scene.ada, act=_view("notes"))
    scene.do(scene.lead, "mute", person=scene.bo.id)
    yield note("muted", scene.bo, act=_view("talk"))
    yield note("observer", scene.watcher, act=_view("notes"))
    scene.to("commit")
    scene.time += 30
    yield note("choosing", scene.ada, act=_choosing)
    yield note("confirming", scene.ada, act=_confirming)
    yield note("drafting", scene.bo, act=_choosing)
    scene.do(scene.ada, "commit", turn=1, choice=scene.summit())
    yield note("sealed", scene.ada, act=_view("choose"))
    yield note("room-commit", scene.screen, "/room")
    yield note("blank", scene.screen, "/room", _blank)
    scene.time += 60
    scene.do(scene.lead, "pause")
    yield note("paused", scene.cy)
    scene.do(scene.lead, "pause", on=False)
    scene.play()
    scene.do(scene.lead, "overrule", variable="tension", amount=4, why="The news was worse than the card says.")
    yield note("discuss", scene.ada)
    yield note("why", scene.ada, act=_asking)
    yield note("room-discuss", scene.screen, "/room")
    scene.to("commit")
    yield note("second", scene.ada, act=_choosing)
    scene.do(scene.lead, "settings", coach=True)
    yield note("ahead", scene.ada, act=_ahead)
    scene.play(8)
    assert scene.room.groups[0].game.over
    scene.do(scene.lead, "phase")
    yield note("end", scene.ada)
    scene.do(scene.lead, "settings", forms=["hot-wash", "feedback"])
    yield note("form", scene.ada, act=_view("notes"))
    yield note("room-end", scene.screen, "/room")
    scene.do(scene.lead, "declassify")
    yield note("declassified", scene.cy)
