"""A class that played three turns and was declassified: everything that a class can leave beside a game is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.host.room.kit import Class, Clock

from tabletop.content import load_campaign
from tabletop.game import saves
from tabletop.host.room import Classroom, Plan
from tabletop.report import Report, gather
from tabletop.session import Store
from tabletop.session.classes import ClassSession, class_session

HOSTILE = "<script>alert(1)</script> **bold** [x](javascript:y)"


class Played:
    """A class at its end, with what a report reads of it."""

    def __init__(self, kit: Class, store: Store) -> None:
        self.kit, self.store = kit, store
        self.name = kit.room.group(1).session

    @property
    def session(self) -> ClassSession:
        found = class_session(self.store, self.name)
        assert found is not None
        return found

    def report(self, *, named: bool = False) -> Report:
        header, rows, _ = self.store.read(self.name)
        game = saves.restore(header, [row.data() for row in rows], self.kit.room.campaign)
        return gather(game, {}, session=self.name, classroom=self.session, named=named)


def turn(kit: Class, *before: Callable[[], object], silent: str = "") -> None:
    """One turn: talk, then everybody holds, but for a seat that says nothing."""
    kit.go_to("caucus")
    for act in before:
        act()
    kit.clock.go(400)
    kit.go_to("commit")
    for person in [p for p in kit.room.people if p.speaker and p.seat != silent]:
        kit.hold(kit.room.people.get(person.id) or person)
    if silent:
        kit.clock.go(30)
        kit.lead("resolve")
    kit.go_to("discuss")
    kit.clock.go(100)


def play(folder: Path, *, declassify: bool = True) -> Played:
    """Ada and Cleo sit at Aquilon, Ben at Borealis, Dora observes; the other seats fall to computer players."""
    store, clock = Store(folder / "sessions"), Clock()
    room = Classroom.new(
        load_campaign("halcyon"), groups=1, seed=7, plan=Plan.timetable(90), store=store, now=clock,
        options=["pledges"],
    )  # fmt: skip
    kit = Class(room, clock)
    first, second = room.group(1).seats[:2]
    ada, cleo, ben = kit.join("Ada", seat=first), kit.join("Cleo", seat=first), kit.join("Ben", seat=second)
    dora = kit.join("Dora", wants="observer")
    card = room.group(1).game.options(first).crises[0].card
    kit.lead("settings", unsigned=True, forms=["hot-wash", "feedback"])
    clock.go(60)
    turn(
        kit,
        lambda: kit.do(ada, "say", to="all", text="Good morning, allies."),
        lambda: kit.do(cleo, "say", to=[second], text="A secret for two."),
        lambda: kit.do(ben, "say", to=[first], text="Nobody knows who wrote this.", unsigned=True),
        lambda: kit.do(ada, "propose", title="Roles", text="Who does what", rule="consensus", minutes=3),
        lambda: kit.do(ben, "vote", proposal=1, stance="no"),
        lambda: kit.do(ben, "pledge", strategy="bilateral", card=card),
        lambda: kit.do(dora, "rate", capability="coordination", rating="M", seat=first, note=HOSTILE),
        lambda: kit.do(dora, "rate", capability="Burden", rating="S", note="Paid more than its share."),
        lambda: kit.do(dora, "rate", capability="Punctual", rating="P"),
    )
    turn(
        kit,
        lambda: kit.do(cleo, "draft", turn=2, choice={"strategy": "hold"}),
        lambda: kit.do(cleo, "draft", turn=2, choice={"strategy": "hold"}),
        lambda: kit.do(ada, "propose", title="Silence", rule="silence", minutes=2),
        lambda: (clock.go(200), room.tick()),
        lambda: kit.lead("whisper", to=ben.id, text="Take your time."),
        lambda: kit.lead("inject", title="Storm", text="A storm warning.", when="now"),
        lambda: kit.lead("inject", title="Held", text="Never comes.", when="held"),
        lambda: kit.lead("overrule", variable="tension", amount=5, why="The news was worse than the card says."),
        lambda: kit.do(dora, "observe", text="Aquilon asked before it acted.", seat=first),
        lambda: kit.lead("observe", text="Action: agree on roles first; owner: Borealis; by: next week"),
        lambda: kit.do(ada, "reflect", text="We were too quick."),
        silent=second,
    )
    kit.lead("phase")
    kit.lead("pause", on=True)
    clock.go(500)
    kit.lead("pause", on=False)
    turn(kit, lambda: kit.do(ben, "red_line", text="No foreign bases."))
    kit.lead("end")
    kit.do(ada, "fill", form="hot-wash", answers={"feel": "tired", "luck": 2, "again": "zebra"}, anonymous=True)
    kit.do(ben, "fill", form="hot-wash", answers={"feel": "proud", "luck": 2, "again": "apple"})
    kit.do(cleo, "fill", form="feedback", answers={"clear": 5, "keep": "all of it", "strange": "?"}, anonymous=True)
    kit.lead("erase", person=cleo.id)
    if declassify:
        kit.lead("declassify")
    return Played(kit, store)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    done = play(tmp_path_factory.mktemp("class"))
    yield done
    done.kit.room.close()
