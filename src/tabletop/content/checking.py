"""The one road from files to a playable campaign: what passes here plays, and what plays has passed here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tabletop.content import library, loading, references, settings, story
from tabletop.content.campaign import Campaign
from tabletop.content.compile import Blueprint
from tabletop.content.concepts import load_concepts
from tabletop.content.library import Found
from tabletop.content.linking import Links, flags_set
from tabletop.content.loading import Loaded
from tabletop.content.problems import ContentError, Problem, in_order

Folders = Sequence[str | os.PathLike[str]]
WALK_DEPTH = 4


def load_campaign(name: str | os.PathLike[str], *, library: Folders = ()) -> Campaign:
    """The campaign with an id, or at a path, ready to play.

    `library` names further folders to look in.  Raises `ContentError` with every problem found when one is an error.
    Concepts are for learning, not for playing: only `check_paths` looks them up.
    """
    campaign, problems = examine_campaign(find_campaign(name, library), library, concepts=False)
    if campaign is None:
        raise ContentError(problems)
    return campaign


def find_campaign(name: str | os.PathLike[str], folders: Folders = ()) -> Found:
    """Where a campaign begins; raises `ContentError` when there is none or more than one."""
    return library.find(name, "campaign", folders)


def examine_campaign(
    found: Found, folders: Folders = (), *, concepts: bool = True
) -> tuple[Campaign | None, list[Problem]]:
    """A campaign and all its problems; no campaign when one of them is an error."""
    loaded = loading.load_campaign_files(found, folders)
    campaign, place = loaded.campaign, loaded.place
    if campaign is None or place is None:
        # Names cannot be judged without the members and acts, but what the cards say of themselves can.
        return None, in_order(loaded.problems)
    loaded.problems += references.check_names(loaded)
    loaded.problems += settings.check_parameters(campaign, place)
    links = Links(loaded)
    sound = not any(problem.is_error for problem in loaded.problems)
    if sound:
        loaded.problems += story.check_acts(campaign, place)
        loaded.problems += story.check_cards(loaded, links)
        loaded.problems += story.check_defines(campaign, place, links)
        loaded.problems += references.check_flags(links, flags_set(loaded))
    loaded.problems += _concepts(loaded) if concepts else []
    problems = in_order(story.silence(loaded, loaded.problems))
    if any(problem.is_error for problem in problems):
        return None, problems
    campaign.bind(Blueprint(loaded, links), {entry.card.id: entry.card for entry in loaded.cards}, problems)
    return campaign, problems


def examine_deck(found: Found) -> list[Problem]:
    """The problems of a deck by itself: members, acts and flags belong to a campaign and are not judged."""
    loaded = loading.load_deck_files(found)
    loaded.problems += references.check_names(loaded)
    Links(loaded)
    loaded.problems += _concepts(loaded)
    silenced = _silence_alone(loaded)
    return in_order(silenced)


def _concepts(loaded: Loaded) -> Iterable[Problem]:
    """Unknown concepts; a registry that is itself wrong keeps nobody from playing."""
    if not any(entry.card.concepts for entry in loaded.cards):
        return []
    try:
        known = load_concepts()
    except ContentError:
        return []
    return story.check_concepts(loaded, known)


def _silence_alone(loaded: Loaded) -> list[Problem]:
    """An ignored warning of a deck may come from a campaign only, so that an unused `ignore` says nothing here."""
    return [problem for problem in story.silence(loaded, loaded.problems) if problem.code != "W204"]


def check_paths(paths: Iterable[str | os.PathLike[str]], library: Folders = ()) -> list[Problem]:
    """Every problem of the campaigns and decks at some paths (files, their folders, or folders above them) or ids."""
    problems: list[Problem] = []
    for path in paths:
        try:
            for found, only in _meant(path, library):
                if found.file.stem == "campaign" or _is_campaign(found):
                    new = examine_campaign(found, library)[1]
                else:
                    new = examine_deck(found)
                problems += [problem for problem in new if only is None or problem.file == only]
        except ContentError as error:
            problems += error.problems
    return in_order(problems)


def _meant(path: str | os.PathLike[str], folders: Folders) -> Iterator[tuple[Found, str | None]]:
    """What a word of the call means; with a card file alone, only that file's problems are wanted."""
    there = library.home_expanded(path)
    if os.path.isfile(there):
        deck = library.main_file(there.parent.parent, "deck") if there.parent.name == "cards" else None
        if deck is not None:
            yield Found(deck, deck.parent), library.shown(there)
        else:
            yield Found(there, there.parent), None
        return
    if not os.path.isdir(there):
        # A campaign and its deck often share their id: then both are meant.
        kinds: tuple[library.Kind, ...] = ("campaign", "deck")
        both = [library.by_id(os.fspath(path), kind, library.roots(folders)) for kind in kinds]
        for named in [named for named in both if named is not None] or [find_campaign(path, folders)]:
            yield named, None
        return
    own = library.main_files(there)
    found = [Found(file, there) for file in own] or list(_below(there, WALK_DEPTH))
    if not found:
        hint = "a campaign is a folder with campaign.yaml, a deck one with deck.yaml"
        raise ContentError([Problem("E120", library.shown(there), 0, 0, "there is no campaign or deck here", hint)])
    for item in found:
        yield item, None


def _below(folder: Path, depth: int) -> Iterator[Found]:
    """Campaigns and decks in the folders under one, links to elsewhere left out."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "_")) or entry.is_symlink():
            continue
        if entry.is_dir():
            mains = library.main_files(entry)
            yield from (Found(file, entry) for file in mains)
            if not mains and depth > 0:
                yield from _below(entry, depth - 1)
        elif entry.suffix in library.SUFFIXES and folder.name in ("campaigns", "decks"):
            yield Found(entry, folder)


def _is_campaign(found: Found) -> bool:
    """Whether a single file holds a campaign rather than a deck."""
    if found.file.stem == "deck" or found.file.parent.name == "decks":
        return False
    return found.file.parent.name == "campaigns" or library.has_key(found, "members", "acts")
