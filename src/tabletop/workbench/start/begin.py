"""A starting point for a deck or campaign: commented files that pass every check and play at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from tabletop.content import library
from tabletop.content.text import clean
from tabletop.errors import TabletopError, UsageError

Kind = Literal["deck", "campaign"]
Template = Literal["minimal", "full", "historical"]
TEMPLATES: Final[tuple[Template, ...]] = get_args(Template)
HERE: Final = Path(__file__).with_name("templates")
_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9.+_-]*( [A-Za-z0-9.+_-]+)*")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})
_MOST: Final = {"title": 160, "author": 60, "licence": 60}


@dataclass(frozen=True, slots=True)
class Names:
    """What an author says of a new deck or campaign; what is left out is made from the path."""

    id: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""


def begin(kind: Kind, path: Path, template: Template = "minimal", names: Names | None = None) -> list[Path]:
    """Write a new deck or campaign into the folder `path` and return its files.

    A campaign comes with a deck of its own.  Nothing is ever overwritten: `TabletopError` names the first file that
    is there already, and then nothing is written.  `UsageError` when an id or another word cannot be used.
    """
    words = _words(path, names or Names())
    planned = {path / name: text for name, text in _texts(kind, template, words)}
    for file in [path, *path.parents]:
        if file.exists() and not file.is_dir():
            raise TabletopError(
                f"{library.shown(file)} is a file, not a folder.", "Choose another place; nothing was written."
            )
    for file in planned:
        if file.exists() or file.is_symlink():
            raise TabletopError(
                f"{library.shown(file)} is there already.", "Choose another place; nothing was written."
            )
    for main in ("deck", "campaign"):
        other = library.main_file(path, main) if path.is_dir() else None
        if other is not None:
            raise TabletopError(
                f"{library.shown(other)} is there already.", "Choose another place; nothing was written."
            )
    for file, text in planned.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    return list(planned)


def _texts(kind: Kind, template: Template, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each file of a template by its place, its marks filled in."""
    deck = f"decks/{words['id']}"
    if kind == "campaign":
        yield "campaign.yaml", _filled(HERE / "campaign" / template / "campaign.yaml", {**words, "deck": deck})
    before = f"{deck}/" if kind == "campaign" else ""
    source = HERE / "deck" / template
    for file in sorted(source.rglob("*.yaml"), key=lambda file: (file.name != "deck.yaml", file)):
        yield before + file.relative_to(source).as_posix(), _filled(file, words)


def _filled(file: Path, words: dict[str, str]) -> str:
    return re.sub(r"@([a-z]+)@", lambda mark: words[mark.group(1)], file.read_text(encoding="utf-8"))


def _words(path: Path, names: Names) -> dict[str, str]:
    name = Path(path.resolve()).name
    made = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-0123456789")[:40].rstrip("-")
    given = names.id or made
    if not _ID.fullmatch(given):
        problem = f"“{clean(given[:60])}” is not an id." if given else f"No id can be made from “{clean(name[:60])}”."
        raise UsageError(problem, "Give one of small letters, digits and hyphens: --id like-this")
    title = names.title or given.replace("-", " ").capitalize()
    authors = names.authors or ("Your name",)
    return {
        "id": _safe(given),
        "title": _scalar("title", title),
        "authors": ", ".join(_scalar("author", author) for author in authors),
        "licence": _scalar("licence", names.licence or "CC-BY-4.0"),
        # The folder's name only: where it lies on the author's machine is nobody else's business.
        "path": f"./{clean(name)}",
    }


def _scalar(what: str, text: str) -> str:
    """A text as YAML that says it and nothing else."""
    good = clean(text).strip()
    if not good:
        raise UsageError(f"The {what} is empty.", "Leave it out, or write something.")
    if len(good) > _MOST[what]:
        raise UsageError(f"The {what} has {len(good)} characters, more than {_MOST[what]}.", "Shorten it.")
    return _safe(good)


def _safe(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
