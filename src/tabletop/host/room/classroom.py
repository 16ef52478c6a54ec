"""A class that is being played: everybody who is in it, its groups, and the one way in which anything changes.

A request is checked, carried out, and stored; `do` returns only once it is on the disk, and nobody is told before.
When the disk refuses, the class goes back to what is stored: then nothing has happened.  The clock is the caller's
(`now`), and nothing here waits.  One thread at a time.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import clean
from tabletop.errors import TabletopError
from tabletop.host.room import record
from tabletop.host.room.automatic import attempt
from tabletop.host.room.errors import ClassError, forbidden, not_now, too_many
from tabletop.host.room.faults import Automatic, mistake, note_fault
from tabletop.host.room.group import Group
from tabletop.host.room.keeper import Answer, Keeper
from tabletop.host.room.parts import Part
from tabletop.host.room.people import (
    FACILITATOR,
    MOST_PEOPLE,
    OBSERVER,
    PLAYER,
    ROOM,
    Person,
    digest_of,
    new_code,
    new_token,
    tidy_code,
)
from tabletop.host.room.plan import Plan
from tabletop.host.room.registry import Verb, listed, verb_of
from tabletop.host.room.requests import NAME_LENGTH, parse
from tabletop.session.errors import SessionError, StorageError

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign
    from tabletop.session.store import Store

MOST_GROUPS: Final = 60
BEAT: Final = 5.0
"""Seconds between two notes of the time, so that a restart gives the phases the time they had."""


class Classroom(Keeper):
    """Made by `new` and `resume`; closed by `close`."""

    # ---- made, gone on with, closed

    @classmethod
    def new(
        cls, campaign: Campaign, *, level: str | None = None, groups: int = 1, seed: int | None = None,
        plan: Plan | None = None, store: Store | None = None, now: Callable[[], float], source: str = "",
        options: Sequence[str] = (),
    ) -> Classroom:  # fmt: skip
        """A new class in the lobby, with so many parallel groups, all on the same luck.

        `source` is where the campaign was loaded from, if not from the library.  Raises `ClassError`, `StorageError`
        when the place refuses: a class is never played without being kept.
        """
        from tabletop.session.store import Store as Sessions

        if not 1 <= groups <= MOST_GROUPS:
            raise ClassError(f"A class has 1 to {MOST_GROUPS} groups, not {groups}.", "Choose fewer.")
        place = store or Sessions()
        header = {"campaign": campaign.id, "digest": campaign.digest, "level": level or "", "options": list(options)}
        journal = record.create(place, header, {"title": campaign.title, **({"source": source} if source else {})})
        room = cls(journal, campaign, place, now)
        try:
            luck = secrets.randbelow(10**9) if seed is None else seed
            room.note(None, "begun", code=new_code(), plan=(plan or Plan.timetable(90)).as_json(), seed=luck)
            for number in range(1, groups + 1):
                room.add_group(number, room.begin_table(number, luck, {}), "begun")
            room._start()
        except BaseException:
            room.close()
            raise
        return room

    @classmethod
    def resume(
        cls, name: str, *, store: Store | None = None, library: Sequence[Path] = (), now: Callable[[], float]
    ) -> Classroom:
        """A stored class where it stopped; its clock has stood meanwhile.  Raises `SessionError` and its kinds."""
        from tabletop.session.store import Store as Sessions

        place = store or Sessions()
        journal = record.open_class(place, name)
        try:
            room = cls(journal, record.campaign(journal, library), place, now)
        except BaseException:
            journal.close()
            raise
        try:
            room._load()
            room._start()
        except BaseException:
            room.close()
            raise
        return room

    def close(self) -> None:
        """Let go of all files; harmless when done twice."""
        for group in self.groups:
            group.table.close()
        self.journal.close()

    def __enter__(self) -> Classroom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- looking

    def person(self, token: str) -> Person | None:
        """Who holds a token; None for one that is unknown or no longer good."""
        return self.people.known(token) if isinstance(token, str) and len(token) <= 200 else None

    def state(self, person: Person, group: int | None = None) -> dict[str, dict[str, Any]]:
        """What a person may see, by part; `group`: another one's, for the facilitator.

        A part that has not changed is the same object as before.
        """
        return {name: part.data for name, part in self.parts_of(person, group).items()}

    def parts_of(self, person: Person, group: int | None = None) -> dict[str, Part]:
        """The same, each part with its mark (another mark = another content) and its JSON text, made once for all."""
        return self.parts.of(self._present(person), group)

    def ask(self, person: Person, request: Mapping[str, Any]) -> Answer:
        """Answer a question; nothing changes.  Raises `ClassError`."""
        from tabletop.host.room.asking import answer

        return answer(self, self._present(person), request)

    def prepare(self, person: Person, request: Mapping[str, Any]) -> Callable[[], Answer]:
        """The work that answers a question.  It no longer looks at the class and may be done in another thread, which
        the outlook and the coach are worth: they take a second or more.  Raises `ClassError`."""
        from tabletop.host.room.asking import prepare

        return prepare(self, self._present(person), request)

    def listen(self, callback: Callable[[int | None], None]) -> None:
        """Be told after every change: which group, or None for the class as a whole."""
        self._listeners.append(callback)

    def here(self, person: Person, is_here: bool = True) -> None:
        """Somebody holds the line, or let it go; not stored."""
        # After a reading from the disk the person is another object than the one that the line knows.
        person = self.people.get(person.id) or person
        person.last_seen = self.now()
        if person.here != is_here:
            person.here = is_here
            self.touch(None)
            self._tell()

    # ---- changing

    def join(self, code: str, name: str, wants: str = PLAYER) -> tuple[Person, str]:
        """A newcomer with the class's code: the person and its token.  Raises `ClassError`."""
        if not isinstance(code, str) or not secrets.compare_digest(tidy_code(code).encode(), self.code.encode()):
            raise forbidden("This is not the code of the class.", "Look at the screen in front.")
        if wants not in (PLAYER, OBSERVER, ROOM):
            raise ClassError("One joins as player, observer or room.", "Choose one of them.")
        if not isinstance(name, str) or len(name) > NAME_LENGTH:
            raise ClassError(f"A name has {NAME_LENGTH} characters at most.", "Choose a shorter one.", status=413)
        called = clean(name).strip()
        if not called:
            raise ClassError("The name is empty.", "Any name will do, an invented one too.")
        if len(self.people) >= MOST_PEOPLE:
            raise too_many("The class is full.", "Ask the facilitator.")
        if self.facts.ended:
            raise not_now("The class has ended.", "Ask the facilitator.")
        try:
            self._whole()
            who, token = f"P{self.people.numbered + 1}", new_token()
            self.names[who] = self.free_name(called)
            self.note(
                None, "joined", person=who, role=wants, group=1, digest=digest_of(token),
                names={who: self.names[who]},
            )  # fmt: skip
            person = self.people.get(who)
            assert person is not None
            if self.facts.settings["open_door"]:
                from tabletop.host.room.seating import seat_newcomer

                seat_newcomer(self, person)
            self.flush()
        except SessionError as error:
            self._reload()
            raise _unstored(error) from error
        except ClassError:
            self._reload()
            raise
        except Exception as error:
            note_fault(error, "letting somebody in")
            self._reload()
            raise mistake(error) from error
        self._tell()
        return person, token

    def do(self, person: Person, request: Mapping[str, Any]) -> Answer:
        """Carry out one request; what it answers is on the disk.  Raises `ClassError`: then nothing has happened."""
        result = self.do_many([(person, request)])[0]
        if isinstance(result, ClassError):
            raise result
        return result

    def do_many(self, requests: Sequence[tuple[Person, Mapping[str, Any]]]) -> list[Answer | ClassError]:
        """Carry out requests in order; all that they change in one game is stored in one piece.

        A request on which the program itself fails is answered so (500), and the others are carried out all the same.
        """
        try:
            self._whole()
            results = self._carried_out(requests)
        except SessionError as error:
            self._reload()
            self._tell()
            # Of several games one may have been stored before the disk refused: what is stored is confirmed.
            return [self._known(person, request) or _unstored(error) for person, request in requests]
        except Exception as error:
            # A defect of ours: nothing of this was acknowledged, so what is stored is the truth.
            note_fault(error.__cause__ or error, "carrying out a request")
            self._reload()
            if len(requests) > 1 or isinstance(error, Automatic):
                return [self.do_many([one])[0] for one in requests]
            self._tell()
            return [mistake(error)]
        for result in results:
            if isinstance(result, dict) and "version" not in result:
                result["version"] = self.version
        self._tell()
        return results

    def tick(self) -> bool:
        """Let the clock do its work: proposals, injects, warnings, automations.  True if anything changed."""
        from tabletop.host.room.ticking import tick_group

        before, now = self.version, self.now()
        try:
            self._whole()
            for group in list(self.groups):
                attempt(self, group, partial(tick_group, self, group, now))
                warned = group.clock.phase, group.clock.warning(now)
                if self._warned.get(group.number, warned) != warned:
                    self.touch(group)
                self._warned[group.number] = warned
            self._by_itself()
            self.flush()
        except SessionError:
            self._reload()
            self._tell()
            return False
        except Exception as error:
            note_fault(error.__cause__ or error, "looking at the clock")
            self._reload()
            self._tell()
            return False
        if now - self._beat >= BEAT and any(not group.clock.paused for group in self.groups):
            self._beat = now
            # A disk that is full takes only the time away, and no draft.
            with contextlib.suppress(SessionError):
                self.journal.append([], facts={"beat": round(now, 3)})
        self._tell()
        return self.version != before

    def slept(self, seconds: float) -> None:
        """The machine slept, or its clock was set: the groups' clocks have stood meanwhile."""
        try:
            self._whole()
            for group in self.groups:
                if not group.clock.paused:
                    self.keep(group, "gap", None, seconds=round(seconds, 3))
            self.flush()
        except SessionError:
            self._reload()
        self._tell()

    def export(self, path: Path) -> None:
        """The whole class as one file, as it stands now; raises `StorageError`."""
        from tabletop.host.room.carry import pack

        pack(self, path)

    @classmethod
    def take_in(cls, path: Path, store: Store | None = None, library: Sequence[Path] = ()) -> str:
        """Store an exported class here; its name for `resume`.  Raises `SessionError` and its kinds, `ContentError`."""
        from tabletop.host.room.carry import unpack
        from tabletop.session.store import Store as Sessions

        return unpack(path, store or Sessions(), library)

    # ---- how

    def _carried_out(self, requests: Sequence[tuple[Person, Mapping[str, Any]]]) -> list[Answer | ClassError]:
        results: list[Answer | ClassError] = []
        for person, request in requests:
            try:
                results.append(self._one(person, request))
            except ClassError as error:
                results.append(error)
            except StorageError:
                raise
            except TabletopError as error:
                results.append(ClassError(error.message, error.next_step, status=409))
        self._by_itself()
        self.flush()
        return results

    def _known(self, person: Person, request: Mapping[str, Any]) -> Answer | None:
        name = request.get("id") if isinstance(request, Mapping) else None
        found = self._answers.get((person.id, name)) if isinstance(name, str) else None
        return None if found is None else {**found, "version": self.version}

    def _one(self, person: Person, request: Mapping[str, Any]) -> Answer:
        known = verb_of(request)
        person = self._present(person)
        asked = parse(known.model, request)
        key = (person.id, asked.id)
        if asked.id and key in self._answers:
            return self._answers[key]
        if person.role not in known.roles:
            raise forbidden(f"“{known.name}” is for {listed(known.roles)}.", "Ask the facilitator.")
        if not person.admitted and not known.outside and person.role != FACILITATOR:
            raise forbidden("You are not admitted yet.", "The facilitator gives you a place.")
        self._request = asked.id
        try:
            if asked.group == "all" and person.role == FACILITATOR and known.wide:
                answer: Answer = {"ok": True, "groups": self._wide(known, person, asked)}
            else:
                group = self._group_for(person, asked.group)
                answer = {"ok": True, **(known.handler(self, person, group, asked) or {})}
        finally:
            self._request = ""
        if asked.id:
            self._answer_with(person, asked.id, answer)
            self._answers[key] = answer
            self._forget_old()
        return answer

    def _present(self, person: Person) -> Person:
        """The person as it is now: after a reload from disk it is another object."""
        if self._lost is not None:
            raise ClassError(
                "The class cannot be read from the disk at the moment.", "It goes on by itself when it can.", status=503
            )
        found = self.people.get(person.id)
        if found is None:
            raise ClassError("You are no longer in this class.", "Join again.", status=401)
        return found

    def _group_for(self, person: Person, wanted: int | str | None) -> Group:
        if person.role == FACILITATOR:
            return self.group(wanted if isinstance(wanted, int) else person.group)
        if wanted is not None and wanted != person.group:
            raise forbidden("That is another group.", "Leave the group out: it is your own.")
        return self.group(person.group)

    def _wide(self, known: Verb, person: Person, asked: Any) -> dict[str, Answer]:
        """One verb in every group; raises only when it is refused everywhere."""
        told: dict[str, Answer] = {}
        refused: list[TabletopError] = []
        for group in list(self.groups):
            try:
                told[str(group.number)] = {"ok": True, **(known.handler(self, person, group, asked) or {})}
            except StorageError:
                raise
            except TabletopError as error:
                refused.append(error)
                told[str(group.number)] = {"ok": False, "message": error.message, "next": error.next_step}
        if len(refused) == len(self.groups):
            raise refused[0]
        return told

    def _by_itself(self) -> None:
        from tabletop.host.room.ticking import resolve_if_all

        for group in list(self.groups):
            attempt(self, group, partial(resolve_if_all, self, group))


def _unstored(error: SessionError) -> ClassError:
    return ClassError(error.message, error.next_step, status=503)
