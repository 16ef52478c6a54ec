"""The class's own file: a journal of events beside the session files of its games.

Names of people are facts of this file, outside the chain, so that one can be erased without breaking anything; the
events know people by number.  Of tokens there are digests alone.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.content.text import did_you_mean, shorten
from tabletop.session.disk import CLASS_SUFFIX
from tabletop.session.errors import LockedError, SessionError
from tabletop.session.journal import Journal
from tabletop.session.store import Store

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign

KIND: Final = "tabletop-class"
FORMAT: Final = 1
NAME: Final = "name:"
"""Facts that hold people's names begin so."""
CALLED: Final = "called"
"""The fact with the present names of sessions that an import had to name anew."""
FILLED: Final = "filled:"
"""And those that hold which questionnaires a person has filled."""
SHEET: Final = "sheet:"
"""And those that hold a questionnaire without a name: “sheet:2:” and random signs for group 2.  Facts lie in the order
of their names, so nothing tells which came first."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


def folder(store: Store) -> Path:
    """Where classes are kept: beside the sessions that they play."""
    return store.class_folder


def names(store: Store) -> list[str]:
    """All classes, the one written last first."""
    try:
        found = [
            (path.stat().st_mtime, path.name.removesuffix(CLASS_SUFFIX))
            for path in folder(store).iterdir()
            if path.name.endswith(CLASS_SUFFIX) and _NAME.fullmatch(path.name.removesuffix(CLASS_SUFFIX))
        ]
    except OSError:
        return []
    return [name for _, name in sorted(found, reverse=True)]


def path_of(store: Store, name: str) -> Path:
    """A class's file; raises `SessionError` for what cannot be a class's name."""
    if not _NAME.fullmatch(name):
        raise SessionError(f"“{shorten(name)}” is no class's name.", "It is like halcyon-20310528-7f3a.")
    return folder(store) / f"{name}{CLASS_SUFFIX}"


def create(store: Store, header: Mapping[str, Any], facts: Mapping[str, Any]) -> Journal:
    """A new class file; raises `StorageError` when the place refuses."""
    stem = shorten(str(header.get("campaign", "class")), 40)
    for _ in range(100):
        name = f"{stem}-{time.strftime('%Y%m%d')}-{secrets.token_hex(2)}"
        if store.path(name).exists():
            continue
        try:
            journal = Journal.create(path_of(store, name), {"kind": KIND, "format": FORMAT, **header}, facts)
            journal.hasten()
            return journal
        except (FileExistsError, LockedError):
            continue
    raise SessionError("No free name was found for a new class.", "Delete some old ones.")


def existing(store: Store, name: str) -> Path:
    """The file of a class that exists; raises `SessionError` with the nearest name when it does not."""
    path = path_of(store, name)
    if not path.is_file():
        near = did_you_mean(name, names(store), most=4)
        raise SessionError(
            f"There is no class {shorten(name)}.", near[:1].upper() + near[1:] or "tabletop host begins one."
        )
    return path


def open_class(store: Store, name: str, *, write: bool = True) -> Journal:
    """A stored class; raises `SessionError` and its kinds."""
    journal = Journal.open(existing(store, name), write=write)
    header = journal.header()
    if header.get("kind") != KIND or header.get("format") != FORMAT:
        journal.close()
        raise SessionError(f"The file of the class {name} is of another kind.", "Open it with a newer Tabletop.")
    if write:
        journal.hasten()
    return journal


def campaign(journal: Journal, library: Sequence[Path] = ()) -> Campaign:
    """What a class plays; raises `ContentError` when the campaign is gone."""
    from tabletop.session.table import campaign_of

    wanted = {"seed": 0, "people": [], "rules_version": "", **journal.header()}
    wanted["level"] = wanted.get("level") or "standard"
    return campaign_of(wanted, journal.facts(), library)


def present_name(store: Store, facts: Mapping[str, Any], session: str) -> str:
    """What a session that a class knows is called here: after an import or a recovery it has another name.

    `facts` are the class's.
    """
    called = facts.get(CALLED)
    name = str(called.get(session, session)) if isinstance(called, dict) else session
    known = store.names()
    if name in known:
        return name
    for other in known:
        with contextlib.suppress(SessionError):
            if store.read(other)[2].get("recovered") == name:
                return other
    return name


def people_names(facts: Mapping[str, Any]) -> dict[str, str]:
    """Names by person, from a class's facts."""
    return {key.removeprefix(NAME): str(value) for key, value in facts.items() if key.startswith(NAME)}


def new_sheet(group: int) -> str:
    """A name for a sheet, from which nothing follows."""
    return f"{SHEET}{group}:{secrets.token_hex(16)}"


def sheets(facts: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Questionnaires without a name, from a class's facts."""
    return {key: facts[key] for key in sorted(facts) if key.startswith(SHEET) and isinstance(facts[key], dict)}


def filled_forms(facts: Mapping[str, Any]) -> dict[str, set[str]]:
    """Questionnaires filled by each person, from a class's facts."""
    return {
        key.removeprefix(FILLED): {str(form) for form in forms}
        for key, forms in facts.items()
        if key.startswith(FILLED) and isinstance(forms, list)
    }
