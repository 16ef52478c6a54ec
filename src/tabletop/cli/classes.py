"""`tabletop sessions` for whole classes: what is stored of them, and moving or deleting one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tabletop.errors import TabletopError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tabletop.host.room.shelf import Shelved
    from tabletop.session import Store, Summary


def all_of(store: Store, summaries: Sequence[Summary] | None = None) -> list[Shelved]:
    """Every class, the one written last first; nothing of the host is loaded where there is none."""
    if not store.class_folder.is_dir():
        return []
    from tabletop.host.room.shelf import shelved

    return shelved(store, summaries)


def rows(found: Sequence[Shelved]) -> list[tuple[str, ...]]:
    """A table with a heading."""
    told = [("CLASS", "CAMPAIGN", "GAMES", "WHERE", "LAST PLAYED")]
    told += [
        (one.id, one.title or one.campaign, str(len(one.games)), where(one), one.updated.replace("T", " ").rstrip("Z"))
        for one in found
    ]
    return [*told]


def where(one: Shelved) -> str:
    """How far a class has come, in a few words."""
    if one.state == "damaged":
        return "damaged"
    if one.state == "dead":
        return "cannot go on: a game was deleted"
    place = f"turn {one.turn}"
    if all(game.outcome for game in one.playing):
        place = "its games are over"
    if one.ended:
        place = f"ended, {place}"
    return f"{place}, in use" if one.state == "in use" else place


def facts_of(store: Store, name: str) -> tuple[dict[str, Any], list[tuple[str, str]], bool]:
    """What is known of a class: as data, as labelled lines, and whether it is whole."""
    from tabletop.host.room import record, shelf

    one, path = shelf.look(store, name), str(record.path_of(store, name))
    told = [("class", one.id)]
    if one.problem:
        told.append(("damaged", one.problem))
    else:
        told += [("campaign", f"{one.title} ({one.campaign})"), ("level", one.level or "the campaign's"),
                 ("where", where(one)), ("begun", one.created), ("last played", one.updated)]  # fmt: skip
    for game in one.playing:
        come = f"over: {game.outcome}" if game.outcome else f"turn {game.turn}" if game.turn else "deleted"
        told.append((f"group {game.group}", f"{game.session}, {come}"))
    played = {game.session for game in one.playing}
    told += [("left", game) for game in one.games if game not in played]
    told.append(("file", path))
    return {**one.as_json(), "path": path}, told, one.state not in ("damaged", "dead")


def export(store: Store, name: str, output: str, library: Sequence[Path]) -> None:
    """Write a class to a file; a file that is there is replaced."""
    if output == "-":
        raise UsageError(
            "A class is exported to a file, for it holds several.",
            f"Like: tabletop sessions export {name} -o class.zip",
        )
    from tabletop.host.room.carry import pack_stored
    from tabletop.session.errors import StorageError

    path = Path(output)
    try:
        pack_stored(store, name, path, library)
    except StorageError as error:
        why = error.__cause__.strerror if isinstance(error.__cause__, OSError) else ""
        if not why:
            raise
        raise TabletopError(
            f"The export cannot be written to {output}: {why}.", "Name another file with -o."
        ) from error


def take_in(store: Store, file: str, library: Sequence[Path]) -> str:
    """Store an exported class; its name."""
    from tabletop.host.room import Classroom

    return Classroom.take_in(Path(file), store, library)


def doomed(store: Store, name: str) -> str:
    """What is deleted with a class, to be asked about."""
    from tabletop.host.room.shelf import look

    return f"the class {name} with {_games(len(look(store, name).games))} and the names of its people"


def delete(store: Store, name: str) -> str:
    """Remove a class for good; what was removed."""
    from tabletop.host.room.shelf import delete

    return f"the class {name} with {_games(len(delete(store, name)))} and the names of its people"


def _games(count: int) -> str:
    return "1 game" if count == 1 else f"{count} games"
