"""Files of tests to trials whose every name and condition is known to the campaign."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tabletop.content import library, reader
from tabletop.content.campaign import Campaign
from tabletop.content.checking import TESTS, examine_campaign, find_campaign
from tabletop.content.conditions import Conditions
from tabletop.content.library import Found
from tabletop.content.places import Place
from tabletop.content.problems import ContentError, Problem, in_order
from tabletop.content.shape import shape
from tabletop.content.text import did_you_mean, shorten
from tabletop.content.trials.models import Expect, Trial, TrialFile
from tabletop.rules.tables import Node

FORMAT: Final = 1
MOST_FILES: Final = 200


@dataclass(frozen=True, slots=True)
class Prepared:
    """A test that can be run."""

    trial: Trial
    place: Place
    campaign: Campaign
    file: Path
    nodes: tuple[Node | None, ...] = ()
    """For each expectation: its compiled condition or number."""


@dataclass(slots=True)
class Trials:
    """All tests of some paths."""

    tests: list[Prepared] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def load_trials(path: str | os.PathLike[str], folders: Sequence[str | os.PathLike[str]] = ()) -> Trials:
    """The tests at a path: a file of tests, or the tests of a campaign or deck (its folder, file or id).

    Raises `ContentError` when there is no such place, or there are no tests.
    """
    result = Trials()
    for file, home in _files(path, folders):
        result.files.append(file)
        _load(file, home, folders, result)
    result.problems = in_order(result.problems)
    return result


def examine_tests(
    path: Path, campaign: Campaign | None, folders: Sequence[str | os.PathLike[str]] = ()
) -> list[Problem]:
    """The problems of one file of tests or a folder of them; without a campaign that is sound, those of form alone."""
    result = Trials()
    files = [path] if path.is_file() else _files_in(path)
    around = _campaign_around((path.parent if path.is_file() else path).parent)
    if campaign is None and path.is_file() and around is not None:
        campaign = examine_campaign(around, folders, concepts=False)[0]
    for file in files:
        _load(file, around, folders, result, campaign, within=True)
    return in_order(result.problems)


def _files(path: str | os.PathLike[str], folders: Sequence[str | os.PathLike[str]]) -> list[tuple[Path, Found | None]]:
    """Files of tests, each with the campaign in whose folder it lies."""
    there = library.home_expanded(path)
    if os.path.isfile(there) and there.parent.name == TESTS:
        return [(there, _campaign_around(there.parent.parent))]
    homes = [there] if os.path.isdir(there) else []
    if not homes:
        kinds: tuple[library.Kind, ...] = ("campaign", "deck")
        named = [library.by_id(os.fspath(path), kind, library.roots(folders)) for kind in kinds]
        homes = list(dict.fromkeys(found.file.parent for found in named if found is not None))
    if not homes:
        homes = [find_campaign(path, folders).file.parent]
    found = [
        (file, _campaign_around(folder.parent))
        for home in homes
        for folder in _test_folders(home)
        for file in _files_in(folder)
    ]
    if not found:
        hint = f"write the first into {library.shown(homes[0])}/{TESTS}/first.yaml; tabletop guide tests shows how"
        raise ContentError([Problem("E120", library.shown(homes[0]), 0, 0, "there are no tests here", hint)])
    return found[:MOST_FILES]


def _files_in(folder: Path) -> list[Path]:
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    return [file for file in files if file.suffix in library.SUFFIXES and not file.name.startswith(".")][:MOST_FILES]


def _test_folders(home: Path) -> list[Path]:
    """``tests/`` of a folder, or of the campaigns and decks below it."""
    own = home if home.name == TESTS else home / TESTS
    if own.is_dir() and (library.main_files(home) or home.name == TESTS):
        return [own]
    return [
        folder
        for pattern in (f"*/{TESTS}", f"campaigns/*/{TESTS}", f"decks/*/{TESTS}")
        for folder in sorted(home.glob(pattern))
        if folder.is_dir() and library.main_files(folder.parent)
    ]


def _campaign_around(folder: Path) -> Found | None:
    file = library.main_file(folder, "campaign") if folder.is_dir() else None
    return Found(file, folder) if file is not None else None


def _load(
    file: Path, home: Found | None, folders: Sequence[str | os.PathLike[str]], result: Trials,
    known: Campaign | None = None, *, within: bool = False,
) -> None:  # fmt: skip
    """Add a file's tests.  `within` a check the campaign beside it was examined already: `known`, None if broken."""
    document = reader.read(file, file.parent, name=library.shown(file))
    result.problems += document.source.problems
    if not document.sound:
        return
    place = document.root
    if not isinstance(document.data, dict):
        result.problems.append(place.problem("E203", "tests begin with “format: 1” and “tests:”", "see the guide"))
        return
    version = document.data.get("format")
    if isinstance(version, int) and version != FORMAT:
        result.problems.append((place / "format").problem("E212", f"format {version} is not known", "write format: 1"))
        return
    written = shape(TrialFile, document.data, place, result.problems)
    if written is None:
        return
    beside = written.campaign is None and home is not None
    campaign = known if beside and within else _campaign(written, place, home, folders, result.problems)
    if campaign is None:
        return
    names: set[str] = set()
    for index, trial in enumerate(written.tests):
        here = place.at("tests", index)
        if trial.name in names:
            result.problems.append(
                (here / "name").problem("E305", f"two tests are called “{shorten(trial.name)}”", "rename one")
            )
        names.add(trial.name)
        before = len(result.problems)
        nodes = _check(trial, here, campaign, result.problems)
        if not any(problem.is_error for problem in result.problems[before:]):
            result.tests.append(Prepared(trial, here, campaign, file, nodes))


def _campaign(
    written: TrialFile, place: Place, home: Found | None, folders: Sequence[str | os.PathLike[str]],
    problems: list[Problem],
) -> Campaign | None:  # fmt: skip
    found = home
    try:
        if written.campaign is not None:
            found = find_campaign(written.campaign, folders)
        if found is None:
            problems.append(place.problem("E202", "“campaign” is missing", "a deck's tests name one: campaign: ID"))
            return None
        campaign, wrong = examine_campaign(found, folders, concepts=False)
    except ContentError as error:
        first = error.problems[0]
        problems.append((place / "campaign").problem(first.code, first.message, first.hint))
        return None
    if campaign is None:
        problems += [problem for problem in wrong if problem.is_error]
    return campaign


def _check(trial: Trial, place: Place, campaign: Campaign, problems: list[Problem]) -> tuple[Node | None, ...]:
    """Report every name that the campaign does not have; the compiled conditions of the expectations."""
    known: dict[str, Iterable[str]] = {
        "member": [member.id for member in campaign.members], "card": campaign.deck,
        "act": [act.id for act in campaign.acts], "ending": [ending.id for ending in campaign.endings],
        "flag": set(campaign.links.names.flags),
    }  # fmt: skip

    def need(kind: str, word: str | None, where: Place, *, key: bool = False) -> None:
        if word is not None and word not in known[kind]:
            code = {"card": "E301", "member": "E302", "act": "E303"}.get(kind, "E402")
            hint = did_you_mean(word, known[kind])
            problems.append(where.problem(code, f"there is no {kind} “{shorten(word)}”", hint, key=key))

    given, here = trial.given, place / "given"
    need("card", given.card, here / "card")
    need("act", given.act, here / "act")
    for index, flag in enumerate(given.flags):
        need("flag", flag, here.at("flags", index))
    for name in given.members:
        need("member", name, here.at("members", name), key=True)
    for index, at in enumerate(given.trust):
        for step, name in enumerate(at.between or ()):
            need("member", name, here.at("trust", index, "between", step))
        need("member", at.from_, here.at("trust", index, "from"))
        need("member", at.to, here.at("trust", index, "to"))
    for name in given.minds if isinstance(given.minds, dict) else ():
        if name != "everyone":
            need("member", name, here.at("minds", name), key=True)
    for index, choosing in enumerate(trial.choose):
        where = place.at("choose", index)
        for step, name in enumerate(choosing.who or ()):
            need("member", name, where.at("who", step))
        need("card", choosing.do.card, where.at("do", "card"))
        if choosing.do.target not in (None, "outside"):
            need("member", choosing.do.target, where.at("do", "target"))
    return tuple(_expected(one, place.at("expect", index), campaign, need, problems)
                 for index, one in enumerate(trial.expect))  # fmt: skip


def _expected(one: Expect, place: Place, campaign: Campaign, need: Any, problems: list[Problem]) -> Node | None:
    for kind in ("dealt", "resolved", "outbreak"):
        need("card", getattr(one, kind), place / kind)
    need("act", one.act, place / "act")
    need("ending", one.ending, place / "ending")
    if one.that is None and one.mean is None:
        return None
    names = campaign.links.names
    own = replace(names, flags=dict(names.flags), flags_read={}, used=set())
    conditions = Conditions(own, problems)
    if one.mean is not None:
        node = conditions.number(one.mean, place / "mean")
    else:
        node = conditions.compile(one.that, place / "that", late=one.after is None)
    for flag, where in own.flags_read.items():
        if flag not in names.flags:
            hint = did_you_mean(flag, names.flags) or "no effect of this campaign sets a flag"
            problems.append(where("E402", f"no effect ever sets the flag “{shorten(flag)}”", hint))
    return node
