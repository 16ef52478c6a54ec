"""The one road from files to a playable campaign: what passes here plays, and what plays has passed here.

What only a check asks for is imported when it is asked: a game is on the table sooner without.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tabletop.content import library, loading, references, settings, story
from tabletop.content.campaign import Campaign
from tabletop.content.compile import Blueprint
from tabletop.content.library import Found
from tabletop.content.linking import Links, flags_set
from tabletop.content.loading import Loaded
from tabletop.content.problems import ContentError, Problem, in_order
from tabletop.content.silence import silence

Folders = Sequence[str | os.PathLike[str]]
WALK_DEPTH = 4
TESTS = "tests"
"""The folder of authors' tests beside a campaign or deck."""


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
    """A campaign and all its problems; no campaign when one of them is an error.

    With `concepts` false only what playing needs is looked at: no concepts, no proofs, and so fewer warnings.
    """
    return examine_loaded(loading.load_campaign_files(found, folders), concepts=concepts)


def examine_loaded(loaded: Loaded, *, concepts: bool = True) -> tuple[Campaign | None, list[Problem]]:
    """The same of files that have been read: what the card bench does again and again."""
    campaign, place = loaded.campaign, loaded.place
    if campaign is None or place is None:
        # What the cards say of themselves has been judged; names need members and acts, as far as they are left.
        if loaded.recovered is not None and place is not None:
            part = replace(loaded, campaign=loaded.recovered.campaign, problems=[])
            _judge(part, concepts=concepts)
            file = place.document.source.name
            loaded.problems += [found for found in part.problems if loaded.recovered.may_tell(found, file)]
        return None, in_order(silence(loaded, loaded.problems, complete=False))
    links = _judge(loaded, concepts=concepts)
    sound = not any(problem.is_error for problem in loaded.problems)
    if sound and concepts and not any(problem.is_error for problem in loaded.problems):
        from tabletop.content.proofs import prove
        from tabletop.content.proofs.unwritten import unwritten

        loaded.problems += prove(loaded, links, loaded.problems)
        loaded.problems += unwritten(loaded)
    problems = in_order(silence(loaded, loaded.problems, complete=sound and concepts))
    if any(problem.is_error for problem in problems):
        return None, problems
    campaign.bind(Blueprint(loaded, links), {entry.card.id: entry.card for entry in loaded.cards}, problems)
    return campaign, problems


def _judge(loaded: Loaded, *, concepts: bool) -> Links:
    """All that is asked of pieces whose form is right; a question is left out when its answer might be false."""
    campaign, place = loaded.campaign, loaded.place
    assert campaign is not None
    assert place is not None
    found = [*references.check_names(loaded), *settings.check_parameters(campaign, place)]
    loaded.problems += found
    links = Links(loaded)
    loaded.problems += _broken_cards(loaded)
    # A name may stand in what could not be read.
    loaded.problems[:] = [problem for problem in loaded.problems if problem.code not in loaded.unsure]
    codes = {problem.code for problem in loaded.problems if problem.is_error}
    whole = loaded.recovered.whole if loaded.recovered is not None else lambda *_: True
    every_card = len(loaded.cards) == len(loaded.card_ids) and not loaded.unsure
    if whole("acts") and not codes & {"E303", "E305"}:
        loaded.problems += story.check_acts(campaign, place)
        if every_card:
            loaded.problems += story.check_cards(loaded, links)
    parts = ("acts", "members", "endings", "define")
    if every_card and whole(*parts) and not any(code[1] in "34" for code in codes):
        loaded.problems += story.check_defines(campaign, place, links)
        loaded.problems += references.check_flags(links, flags_set(loaded))
    if concepts:
        from tabletop.content.objectives import check_objectives

        loaded.problems += [*_concepts(loaded), *check_objectives(loaded)]
    return links


def _broken_cards(loaded: Loaded) -> list[Problem]:
    """What is wrong with the names and conditions of cards whose form is wrong as well."""
    if not loaded.broken:
        return []
    part = replace(loaded, cards=[entry for entry, _ in loaded.broken], problems=[])
    part.problems += references.check_names(part)
    Links(part)
    left = {entry.place.card: card for entry, card in loaded.broken}
    return [found for found in part.problems if found.card in left and left[found.card].may_tell(found)]


def examine_deck(found: Found, folders: Folders = ()) -> list[Problem]:
    """The problems of a deck by itself: members, acts and flags belong to a campaign and are not judged."""
    from tabletop.content.objectives import check_deck_aims, check_objectives
    from tabletop.content.proofs.unwritten import unwritten

    loaded = loading.load_deck_files(found, folders=folders)
    loaded.problems += references.check_names(loaded)
    Links(loaded)
    loaded.problems += [*_broken_cards(loaded), *_concepts(loaded), *unwritten(loaded)]
    loaded.problems += check_objectives(loaded)
    if not any(problem.is_error for problem in loaded.problems):
        loaded.problems += check_deck_aims(loaded)
    # What a deck ignores may be found in a campaign only: a line without use says nothing here.
    return in_order(silence(loaded, loaded.problems, complete=False))


def _concepts(loaded: Loaded) -> Iterable[Problem]:
    """Unknown concepts; a registry that is itself wrong keeps nobody from playing."""
    if not any(entry.card.concepts for entry in loaded.cards):
        return []
    from tabletop.content.concepts import load_concepts

    try:
        known = load_concepts()
    except ContentError:
        return []
    return story.check_concepts(loaded, known)


def check_paths(paths: Iterable[str | os.PathLike[str]], library: Folders = ()) -> list[Problem]:
    """Every problem of the campaigns and decks at some paths (files, their folders, or folders above them) or ids."""
    problems: list[Problem] = []
    for path in paths:
        try:
            if is_tests(path):
                problems += _tests(Path(path), None, library)
                continue
            for found, only in meant(path, library):
                campaign = None
                if found.file.stem == "campaign" or is_campaign(found):
                    campaign, new = examine_campaign(found, library)
                else:
                    new = examine_deck(found, library)
                if only is None and found.file.stem in ("campaign", "deck"):
                    new = [*new, *_tests(found.file.parent / TESTS, campaign, library)]
                problems += [problem for problem in new if only is None or problem.file == only]
        except ContentError as error:
            problems += error.problems
    return in_order(problems)


def is_tests(path: str | os.PathLike[str]) -> bool:
    """Whether a path is a file of authors' tests."""
    there = library.home_expanded(path)
    beside = there.parent.name == TESTS and library.main_files(there.parent.parent)
    return bool(beside) and os.path.isfile(there)


def _tests(path: Path, campaign: Campaign | None, folders: Folders) -> list[Problem]:
    """The problems of a folder of tests, or of one file of them; with the campaign in whose folder they lie."""
    if not os.path.exists(path):
        return []
    from tabletop.content.trials.loading import examine_tests

    return examine_tests(path, campaign, folders)


def meant(path: str | os.PathLike[str], folders: Folders) -> Iterator[tuple[Found, str | None]]:
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


def is_campaign(found: Found) -> bool:
    """Whether a single file holds a campaign rather than a deck."""
    if found.file.stem == "deck" or found.file.parent.name == "decks":
        return False
    return found.file.parent.name == "campaigns" or library.has_key(found, "members", "acts")
