"""Files to models: a campaign's own file, its decks and all their cards, each piece as far as it can be read.

What mends a broken form is imported when one is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tabletop.content import extending, library, reader
from tabletop.content.campaign import Campaign
from tabletop.content.campaign_models import FORMAT
from tabletop.content.card_models import TAGS, Card, DeckFile
from tabletop.content.extending import Search
from tabletop.content.library import Found
from tabletop.content.models import Effect
from tabletop.content.places import Document, Place
from tabletop.content.problems import ContentError, Problem
from tabletop.content.shape import shape
from tabletop.content.shelf import Shelf
from tabletop.rules.vocabulary import Moment, Strategy

if TYPE_CHECKING:
    from tabletop.content.recovering import Recovered, RecoveredCard

MAX_CARD_FILES: Final = 500


@dataclass(frozen=True, slots=True)
class LoadedCard:
    card: Card
    place: Place
    deck: str

    def effects(self) -> Iterator[tuple[Moment, Strategy | None, Effect, Place]]:
        """Every effect on the card, with its moment and where it stands."""
        card, place = self.card, self.place
        for key, moment, effects in (
            ("on_deal", Moment.DEALT, card.on_deal),
            ("on_resolved", Moment.RESOLVED, card.on_resolved),
            ("on_outbreak", Moment.OUTBREAK, card.on_outbreak),
        ):
            for index, effect in enumerate(effects):
                yield moment, None, effect, place.at(key, index)
        for word, option in card.options.items():
            for key, moment, effects in (
                ("on_success", Moment.SUCCESS, option.on_success),
                ("on_failure", Moment.FAILURE, option.on_failure),
            ):
                for index, effect in enumerate(effects):
                    yield moment, Strategy[word.upper()], effect, place.at("options", word, key, index)


@dataclass
class Loaded:
    """Everything that was read for one campaign, or for one deck alone."""

    problems: list[Problem] = field(default_factory=list)
    campaign: Campaign | None = None
    recovered: Recovered | None = None
    """Where the campaign's form is wrong: what could be recovered of it, to be judged and never played."""
    unsure: set[str] = field(default_factory=set)
    """Codes that cannot be told because something with ids could not be read."""
    place: Place | None = None
    cards: list[LoadedCard] = field(default_factory=list)
    broken: list[tuple[LoadedCard, RecoveredCard]] = field(default_factory=list)
    """Cards whose form is wrong, as far as they could be recovered: to be judged and never played."""
    card_ids: dict[str, Place] = field(default_factory=dict)
    """Ids of all cards, also of those whose shape is wrong: they are known, so nothing else need complain."""
    tags: set[str] = field(default_factory=lambda: set(TAGS))
    decks: dict[str, DeckFile] = field(default_factory=dict)
    places: dict[str, Found] = field(default_factory=dict)
    """Where each deck lies, those that are only extended too."""
    ignored: list[tuple[Place, dict[str, str]]] = field(default_factory=list)
    """What campaign.yaml and the deck.yaml ask to ignore outside their cards, with the file's top."""
    left_out: dict[str, Place] = field(default_factory=dict)
    """Cards of an extended deck that its extension goes without, with where it says so."""
    files: list[Path] = field(default_factory=list)
    """Every file that was read."""
    shelf: Shelf | None = None
    """What was read before, for those who read again and again."""

    def read(self, found: Found, file: Path | None = None) -> Document:
        path = file or found.file
        self.files.append(path)
        look = reader.read if self.shelf is None else self.shelf.read
        document = look(path, found.root, name=library.shown(path))
        self.problems += document.source.problems
        return document


def load_campaign_files(
    found: Found, folders: Sequence[str | os.PathLike[str]] = (), shelf: Shelf | None = None
) -> Loaded:
    """Read a campaign, its decks and cards; problems of form are in ``.problems``."""
    loaded = Loaded(shelf=shelf)
    document = loaded.read(found)
    if not document.sound:
        return loaded
    place = loaded.place = document.root
    if not _is_mapping(document, "a campaign", loaded) or not _format_known(document, loaded):
        return loaded
    data = dict(document.data)
    inline = data.pop("cards", None)
    loaded.campaign = shape(Campaign, data, place, loaded.problems)
    wanted = data.get("decks")
    if loaded.campaign is None:
        from tabletop.content import recovering

        loaded.recovered = recovering.recover(data, place)
    readable = loaded.recovered.campaign if loaded.recovered else loaded.campaign
    if readable is not None:
        loaded.tags |= set(readable.tags)
        loaded.ignored.append((place, readable.ignore))
    for index, name in enumerate(wanted if isinstance(wanted, list) else []):
        if isinstance(name, str):
            _add_deck(name, place.at("decks", index), found, folders, loaded)
    if inline is not None:
        _add_cards(inline, place / "cards", str(data.get("id", "")), loaded)
    if not loaded.card_ids and not any(problem.is_error for problem in loaded.problems):
        loaded.problems.append(place.problem("E211", "the campaign has no cards", "name a deck under decks:"))
    return loaded


def load_deck_files(found: Found, shelf: Shelf | None = None, folders: Sequence[str | os.PathLike[str]] = ()) -> Loaded:
    """Read one deck alone, with the decks it extends."""
    loaded = Loaded(shelf=shelf)
    _read_deck(found, loaded, Search(folders=folders))
    return loaded


def _add_deck(name: str, place: Place, found: Found, folders: Sequence[str | os.PathLike[str]], loaded: Loaded) -> None:
    try:
        deck = find_deck(name, found, folders)
        search = _search(found, folders)
    except ContentError as error:
        first = error.problems[0]
        loaded.problems.append(
            place.problem(first.code if first.code in ("E117", "E121") else "E304", first.message, first.hint)
        )
        loaded.unsure |= {"E301", "E311"}
        return
    _read_deck(deck, loaded, search)


def find_deck(name: str, found: Found, folders: Sequence[str | os.PathLike[str]]) -> Found:
    """A deck by path inside the campaign's folder, by id beside the campaign, or by id in the library."""
    folder = found.file.parent
    beside = _neighbourhood(found)
    if "/" in name or "\\" in name or name.endswith(library.SUFFIXES):
        target = folder / name
        if not _inside(target, beside) and not _inside(target, folder):
            raise ContentError(
                [
                    Problem(
                        "E117",
                        "",
                        0,
                        0,
                        f"the path “{name[:80]}” leaves the campaign's folder",
                        "put the deck beside the campaign or into a library",
                    )
                ]
            )
        file = library.main_file(target, "deck")
        if file is None:
            raise ContentError(
                [Problem("E304", "", 0, 0, f"there is no deck at “{name[:80]}”", "a deck is a folder with deck.yaml")]
            )
        return Found(file, beside if _inside(target, beside) else folder)
    return _search(found, folders).find(name)


def _search(found: Found, folders: Sequence[str | os.PathLike[str]]) -> Search:
    """A campaign's decks are looked for in its own folder, then in those beside it, then in the library."""
    folder, beside = found.file.parent, _neighbourhood(found)
    alone = folder == beside or found.file.stem != "campaign"
    return Search((beside,) if alone else (folder, beside), folders)


def _neighbourhood(found: Found) -> Path:
    """The folder that holds ``campaigns/`` and ``decks/`` around a campaign, or else the campaign's own folder."""
    folder = found.file.parent
    for above in (folder.parent, folder):
        if above.name == "campaigns":
            return above.parent
    return folder


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def _read_deck(found: Found, loaded: Loaded, search: Search) -> None:
    document = loaded.read(found)
    if not document.sound or not _is_mapping(document, "a deck", loaded) or not _format_known(document, loaded):
        loaded.unsure |= {"E301", "E311"}
        return
    data = dict(document.data)
    inline = data.pop("cards", None)
    deck = shape(DeckFile, data, document.root, loaded.problems)
    name = str(data.get("id", found.name))
    loaded.places[name] = found
    if deck is not None:
        loaded.decks[name] = deck
        loaded.tags |= set(deck.tags)
        loaded.ignored.append((document.root, deck.ignore))
    else:
        loaded.unsure |= {"E301", "E311"}
    own = Loaded(shelf=loaded.shelf) if deck is not None and deck.extends is not None else loaded
    if inline is not None:
        _add_cards(inline, document.root / "cards", name, own)
    files = card_files(found)
    if len(files) > MAX_CARD_FILES:
        loaded.problems.append(document.root.problem("E114", f"the deck has more than {MAX_CARD_FILES} files of cards"))
    for file in files[:MAX_CARD_FILES]:
        cards = own.read(found, file)
        if cards.sound:
            _add_cards(cards.data, cards.root, name, own)
        else:
            own.unsure.add("E301")
    if deck is not None and deck.extends is not None:
        _extend(deck, document.root, own, loaded, search.beyond(found))
    elif inline is None and not files:
        loaded.problems.append(document.root.problem("E211", "the deck has no cards", "add a file cards/first.yaml"))


def _extend(deck: DeckFile, place: Place, own: Loaded, loaded: Loaded, search: Search) -> None:
    """Lay the extended deck's cards under a deck's own, which take the place of those with the same id."""
    base = Loaded(shelf=loaded.shelf)
    found = extending.find_base(deck, place, search)
    if isinstance(found, Problem):
        loaded.problems.append(found)
        loaded.unsure |= {"E301", "E311"}
    else:
        _read_deck(found, base, search)
        under = next(iter(base.decks.values()), None)
        if under is not None:
            base.problems += extending.check_version(deck, under, place)
            base.problems += extending.check_left_out(deck, list(base.card_ids), place)
            base.left_out.update({word: place.at("without", index) for index, word in enumerate(deck.without)})
    gone = {*deck.without, *own.card_ids}
    base.cards = [replace(entry, deck=deck.id) for entry in base.cards if entry.card.id not in gone]
    base.card_ids = {name: where for name, where in base.card_ids.items() if name not in gone}
    for part in (base, own):
        _join(part, loaded)


def _join(part: Loaded, loaded: Loaded) -> None:
    """Add what was read apart; a card that is there already is told, and left out."""
    twice = [name for name in part.card_ids if name in loaded.card_ids]
    loaded.problems += part.problems
    loaded.problems += [_twice(name, part.card_ids[name], loaded) for name in twice]
    loaded.cards += [entry for entry in part.cards if entry.card.id not in twice]
    loaded.card_ids |= {name: where for name, where in part.card_ids.items() if name not in twice}
    loaded.tags |= part.tags
    loaded.decks = {**loaded.decks, **part.decks}
    loaded.places = {**loaded.places, **part.places}
    loaded.left_out |= part.left_out
    loaded.ignored += part.ignored
    loaded.unsure |= part.unsure
    loaded.files += part.files


def card_files(found: Found) -> list[Path]:
    """The files of a deck's ``cards/`` folder, by name."""
    if found.file.stem != "deck":
        return []
    folder = found.file.parent / "cards"
    try:
        return sorted(
            file for file in folder.iterdir() if file.suffix in library.SUFFIXES and not file.name.startswith(".")
        )
    except OSError:
        return []


def _add_cards(data: Any, place: Place, deck: str, loaded: Loaded) -> None:
    if not isinstance(data, list):
        loaded.problems.append(place.problem("E203", "cards are a list", "begin each card with “- id: …”"))
        loaded.unsure.add("E301")
        return
    for index, raw in enumerate(data):
        here = place / index
        name = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(name, str):
            loaded.unsure.add("E301")
        else:
            here = here.on_card(name)
            if loaded.shelf is not None and name in loaded.shelf.without:
                continue
            if name in loaded.card_ids:
                loaded.problems.append(_twice(name, here / "id", loaded))
                continue
            loaded.card_ids[name] = here / "id"
        former = loaded.shelf.former.get(name) if loaded.shelf is not None and isinstance(name, str) else None
        if former is not None:
            loaded.card_ids[former.card.id] = former.place / "id"
            loaded.cards.append(former)
            continue
        card = (shape if loaded.shelf is None else loaded.shelf.shape)(Card, raw, here, loaded.problems)
        if card is not None:
            loaded.cards.append(LoadedCard(card, here, deck))
        elif here.card:
            _recover(raw, here, deck, loaded)


def _recover(raw: Any, place: Place, deck: str, loaded: Loaded) -> None:
    from tabletop.content import recovering

    left = recovering.recover_card(raw, place)
    if left is not None:
        loaded.broken.append((LoadedCard(left.card, place, deck), left))


def _twice(name: str, place: Place, loaded: Loaded) -> Problem:
    other = loaded.card_ids[name].problem("E305", "")
    hint = f"the first is in {other.file}, line {other.line}"
    return place.problem("E305", f"the card “{name[:40]}” is there twice", hint)


def _is_mapping(document: Document, what: str, loaded: Loaded) -> bool:
    if isinstance(document.data, dict):
        return True
    loaded.problems.append(
        document.root.problem("E203", f"{what} begins with “format: 1” and other keys", "this file is a list or text")
    )
    return False


def _format_known(document: Document, loaded: Loaded) -> bool:
    version = document.data.get("format")
    if version is None or not isinstance(version, int) or version == FORMAT:
        return True
    older = f"bring it to format {FORMAT}: tabletop upgrade PATH"
    hint = older if version < FORMAT else f"this program reads format {FORMAT}; a newer one may read this file"
    loaded.problems.append((document.root / "format").problem("E212", f"format {version} is not known", hint))
    return False
