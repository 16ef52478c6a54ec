"""How a class is kept: what is done is staged, stored in one piece, and read again after a kill or a refusal."""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.host.room import record
from tabletop.host.room.errors import missing
from tabletop.host.room.facts import ClassFacts
from tabletop.host.room.faults import note_fault
from tabletop.host.room.group import Event, Group
from tabletop.host.room.parts import Parts
from tabletop.host.room.people import FACILITATOR, MOST_PEOPLE, Person, Roster, digest_of, new_token, pseudonym
from tabletop.host.room.plan import LOBBY
from tabletop.host.room.requests import NAME_LENGTH
from tabletop.host.room.staging import Staged
from tabletop.session.errors import StorageError

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.game import Command
    from tabletop.session.journal import Journal
    from tabletop.session.store import Store
    from tabletop.session.table import Table

Answer = dict[str, Any]
_ANSWERS: Final = 4000


def alike(name: str) -> str:
    """A name as people tell it from another: without case, widths and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class Keeper:
    """The part of a `Classroom` that knows its files."""

    def __init__(self, journal: Journal, campaign: Campaign, store: Store, now: Callable[[], float]) -> None:
        self.journal = journal
        self.campaign = campaign
        self.store = store
        self.now = now
        self.people = Roster()
        self.facts = ClassFacts()
        self.groups: list[Group] = []
        self.version = 0
        """Grows with every change; begins anew with every epoch."""
        self.rev = 0
        self.names: dict[str, str] = {}
        self.facilitator_token = ""
        """Made at every start and known here alone; earlier ones go on working."""
        self.parts = Parts(self)
        self.heard: dict[str, float] = {}
        """Who has answered the check of the lines, after how many seconds; not stored."""
        self.filled: dict[str, set[str]] = {}
        """Questionnaires that each person has filled."""
        self.sheets: dict[str, dict[str, Any]] = {}
        """Questionnaires without a name."""
        self.foreseen: dict[tuple[Any, ...], Answer] = {}
        """Outlooks and coachings by position and seat; not stored."""
        self._staged: dict[int, Staged] = {}
        self._answers: OrderedDict[tuple[str, str], Answer] = OrderedDict()
        self._listeners: list[Callable[[int | None], None]] = []
        self._changed: set[int | None] = set()
        self._beat = 0.0
        self._warned: dict[int, tuple[str, str]] = {}
        self._request = ""
        self._lost: Exception | None = None
        """Why what is stored could not be read again, if it could not: until it can, the class stands still."""
        self.stuck: dict[int, tuple[Any, str, bool]] = {}
        """Groups whose automations have failed: where they stood, why, and whether the facilitator was told."""

    @property
    def name(self) -> str:
        """The class's id, as `resume` takes it."""
        return self.journal.name

    @property
    def code(self) -> str:
        """The short code that people join with."""
        return self.facts.code

    @property
    def epoch(self) -> int:
        """Grows with every start of the host."""
        return self.facts.epoch

    @property
    def facilitator(self) -> Person:
        return next(person for person in self.people if person.role == FACILITATOR)

    def group(self, number: int) -> Group:
        """A group by its number, 1 = the first; raises `ClassError`."""
        if not 1 <= number <= len(self.groups):
            raise missing(f"There is no group {number}.", f"The class has groups 1 to {len(self.groups)}.")
        return self.groups[number - 1]

    # ---- for the verbs: the only ways to change anything

    def remember(self, **facts: Any) -> None:
        """Keep something about the hosting of the class, outside its record; `remembered` has it again."""
        self.journal.append([], facts=facts)

    def remembered(self) -> dict[str, Any]:
        """All that `remember` was given, and what else is kept beside the record."""
        return dict(self.journal.facts())

    def keep(self, group: Group, kind: str, person: Person | None, /, *commands: Command, **data: Any) -> None:
        """Carry out `commands` in a group's game and note an event; all of it is stored before anybody is told.

        Raises `GameError` when the first command is not allowed: then nothing has happened.
        """
        for command in commands:
            group.apply([command])
            self._stage(group).commands.append(command.as_json())
        event = group.event(kind, self.now(), person, data, self._request)
        group.fold(event)
        self._stage(group).events.append(event)
        self.touch(group)

    def note(
        self, by: Person | None, kind: str, /, *, names: Mapping[str, str | None] | None = None, **data: Any
    ) -> None:
        """Note an event of the class as a whole; `names` are set anew, and with None forgotten."""
        event: Event = {
            "kind": kind, "at": round(self.now(), 3), "by": by.id if by else "", "id": self._request,
            "data": data,
        }  # fmt: skip
        for who, called in (names or {}).items():
            self._stage(None).facts[record.NAME + who] = called
            if called is None:
                self.names.pop(who, None)
            else:
                self.names[who] = called
        self._take(event)
        self._stage(None).events.append(event)
        self.touch(None)

    def keep_filled(self, group: Group, person: Person, form: str, answers: Mapping[str, Any], signed: bool) -> None:
        """Note a filled questionnaire.  One without a name is no event, for an event has a place among others: it is a
        fact of the class, as it is that this person has filled the form, and facts have neither time nor order."""
        if signed:
            self.keep(group, "fill", person, form=form, answers=dict(answers), seat=person.seat)
        else:
            name = record.new_sheet(group.number)
            self.sheets[name] = self._stage(None).facts[name] = {"form": form, "answers": dict(answers)}
            self.touch(group)
        self.filled.setdefault(person.id, set()).add(form)
        self._stage(None).facts[record.FILLED + person.id] = sorted(self.filled[person.id])
        self.touch(None)

    def touch(self, group: Group | None) -> None:
        """Something changed that people see, stored or not."""
        self.version += 1
        if group is None:
            self.rev += 1
        else:
            group.rev += 1
        self._changed.add(group.number if group else None)

    def begin_table(self, number: int, seed: int, facts: Mapping[str, Any]) -> Table:
        """A new game for a group, kept from the first moment."""
        from tabletop.session.table import Table

        header = self.journal.header()
        told = {"class": self.name, "group": number, "luck": "class", **facts, **self.source()}
        return Table.new(
            self.campaign, seed, level=header.get("level") or None, people=self.campaign_seats(), store=self.store,
            facts=told, optional=header.get("options", ()),
        )  # fmt: skip

    def campaign_seats(self) -> list[str]:
        return [member.id for member in self.campaign.members]

    def source(self) -> dict[str, Any]:
        """Where the campaign lies, as sessions note it."""
        source = self.journal.facts().get("source")
        return {"source": source} if isinstance(source, str) else {}

    def add_group(self, number: int, table: Table, why: str, **data: Any) -> Group:
        """Let group `number` play `table` from now on; a new group when there is none of that number."""
        self.flush()
        self.note(None, "group", n=number, session=table.name, why=why, **data)
        if number <= len(self.groups):
            self.groups[number - 1].table.close()
        assert table.journal is not None
        return self._make_group(number, table, [row.data() for row in table.journal.events()])

    def present_name(self, session: str) -> str:
        """What a session that the class knows is called here: after an import or a recovery it has another name."""
        return record.present_name(self.store, self.journal.facts(), session)

    def called(self, who: str) -> str:
        """A person's name, of one who has left, too; a pseudonym once it is erased."""
        return self.names.get(who, pseudonym(who))

    def free_name(self, name: str) -> str:
        """The name, with a number behind it when somebody has it already."""
        taken = {alike(person.name) for person in self.people}
        if alike(name) not in taken:
            return name
        short = name[: NAME_LENGTH - 4]
        return next(f"{short} {k}" for k in range(2, MOST_PEOPLE + 3) if alike(f"{short} {k}") not in taken)

    def someone(self, who: str) -> Person:
        """A person by id; raises `ClassError`."""
        person = self.people.get(who)
        if person is None:
            near = did_you_mean(who, [one.id for one in self.people], most=0)
            raise missing(f"Nobody here is “{shorten(who)}”.", near[:1].upper() + near[1:] or "Look at the list again.")
        return person

    def _stage(self, group: Group | None) -> Staged:
        number = group.number if group else 0
        if number not in self._staged:
            self._staged[number] = Staged(group.table.journal if group else self.journal)
        return self._staged[number]

    def flush(self) -> None:
        """Store what was staged, the class's own file last: a group that it names is there before it is named."""
        for number in sorted(self._staged, reverse=True):
            staged = self._staged[number]
            staged.store(self.groups[number - 1].game if 0 < number <= len(self.groups) else None)
        self._staged.clear()

    def _tell(self) -> None:
        changed, self._changed = self._changed, set()
        for group in sorted(changed, key=lambda number: number or 0):
            for callback in list(self._listeners):
                try:
                    callback(group)
                except Exception as error:
                    # What is told has been stored: whoever cannot hear it is no reason to refuse it to the others.
                    note_fault(error, "telling what has changed")

    def _take(self, event: Mapping[str, Any]) -> None:
        kind, data = str(event["kind"]), event["data"]
        self.facts.fold(kind, float(event["at"]), data)
        self.people.fold(kind, data, self.names)

    def _make_group(self, number: int, table: Table, events: Sequence[Event] = ()) -> Group:
        known = self.facts.groups[number]
        group = Group(number, table, self.facts.plan, practice=known.practice, before=known.before)
        if number <= len(self.groups):
            self.groups[number - 1] = group
        else:
            self.groups.append(group)
        for event in events:
            group.fold(event)
        return group

    def _load(self) -> None:
        """Everything anew from what is stored; what is not stored (who is here) is gone."""
        from tabletop.session.table import Table

        self._staged.clear()
        self._answers.clear()
        self.journal.check()
        noted, own = self.journal.facts(), [row.data() for row in self.journal.events()]
        self._settle_in(noted, own)
        remembered = list(own)
        groups, self.groups = self.groups, []
        for group in groups:
            group.table.close()
        for number, known in sorted(self.facts.groups.items()):
            table = Table.resume(self.present_name(known.session), store=self.store, campaign=self.campaign)
            assert table.journal is not None
            if table.journal.facts().get("class") != self.name:
                # What was recovered may have lost whose game it is, and then it could be played at a table, too.
                table.journal.append([], facts={"class": self.name})
            events = [row.data() for row in table.journal.events()]
            remembered += events
            self._make_group(number, table, events)
        # By time: where too many would be remembered, those of the latest turns are, whichever group's they are.
        for event in sorted(remembered, key=lambda event: float(event["at"])):
            self._remember(event)
        self.version += 1
        self.rev += 1
        self.parts = Parts(self, self.parts.marks)
        self._changed = {None, *(group.number for group in self.groups)}

    def _settle_in(self, noted: Mapping[str, Any], events: Sequence[Event]) -> None:
        """The class's own part, put in place whole: tokens are looked up from another thread at any moment, and nobody
        may seem to be unknown meanwhile."""
        names, people, facts = record.people_names(noted), Roster(), ClassFacts()
        for event in events:
            facts.fold(str(event["kind"]), float(event["at"]), event["data"])
            people.fold(str(event["kind"]), event["data"], names)
        for person in people:
            known = self.people.get(person.id)
            if known is not None:
                person.here, person.last_seen = known.here, known.last_seen
        self.names, self.filled, self.sheets = names, record.filled_forms(noted), record.sheets(noted)
        self.people, self.facts = people, facts

    def _reload(self) -> None:
        """Go back to what is stored.  When not even that can be read, the class stands still until it can."""
        try:
            self._load()
            self._lost = None
        except Exception as error:
            note_fault(error, "reading what is stored")
            self._lost = error

    def _whole(self) -> None:
        """Raise `StorageError` while what is stored cannot be read."""
        if self._lost is not None:
            self._reload()
        self._must_be_whole()

    def _must_be_whole(self) -> None:
        if self._lost is not None:
            raise StorageError(
                "The class cannot be read from the disk at the moment.", "Free its place; it goes on by itself then."
            ) from self._lost

    def _answer_with(self, person: Person, request: str, answer: Mapping[str, Any]) -> None:
        """Keep what was answered beside what was done, so that the same request gets it after a restart, too.

        In the groups' files alone: answers of the class's own may hold names, and no event may.
        """
        for number, staged in self._staged.items():
            for event in reversed(staged.events if number else ()):
                if event["id"] != request:
                    break
                if event["by"] == person.id:
                    event["answer"] = {name: value for name, value in answer.items() if name != "ok"}
                    break

    def _remember(self, event: Mapping[str, Any]) -> None:
        if event.get("id"):
            told = event.get("answer") or event["data"].get("answer", {})
            self._answers[str(event["by"]), str(event["id"])] = {"ok": True, **told}
            self._forget_old()

    def _forget_old(self) -> None:
        while len(self._answers) > _ANSWERS:
            self._answers.popitem(last=False)

    def _start(self) -> None:
        """A host begins to serve the class: a new epoch, a new token for the facilitator, the clock goes on."""
        now = self.now()
        beat = self.journal.facts().get("beat")
        last = max(float(beat) if isinstance(beat, int | float) else 0.0, self.facts.last)
        self.note(None, "started")
        self.facilitator_token = new_token()
        if not any(person.role == FACILITATOR for person in self.people):
            who = f"P{self.people.numbered + 1}"
            self.note(
                None, "joined", person=who, role=FACILITATOR, group=1, digest=digest_of(self.facilitator_token),
                names={who: "Facilitator"},
            )  # fmt: skip
            self.note(None, "placed", person=who, role=FACILITATOR, group=1, seat="", admitted=True, speakers={})
        else:
            self.note(None, "token", person=self.facilitator.id, digest=digest_of(self.facilitator_token))
        for group in self.groups:
            if not group.events:
                planned = group.plan.planned(LOBBY)
                self.keep(group, "begun", None, phase=LOBBY, turn=group.game.turn, planned=planned)
                continue
            down = now - max(last, group.last)
            if down > 0 and not group.clock.paused:
                self.keep(group, "gap", None, seconds=round(down, 3))
        self._beat = now
        self.flush()
        self._changed.clear()
