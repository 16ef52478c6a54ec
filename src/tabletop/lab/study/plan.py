"""What a study plays: a campaign, minds, and games whose seeds follow from their numbers.

Games are numbered from 1.  Game k of a run is the game that `tabletop run CAMPAIGN --seed S --mind MIND` plays with
S = `game_seeds(seed, k, 1)[0]`: the same choices, the same end, bit for bit.  Every mind of a run plays the same seeds,
so that minds are compared on common luck.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from tabletop.errors import TabletopError, UsageError
from tabletop.minds import Mind, find, seated
from tabletop.rules import RULES_VERSION, Tables
from tabletop.rules.arrays import Keys
from tabletop.rules.luck import address, mix, text_key
from tabletop.rules.parameters import ParameterError
from tabletop.rules.vocabulary import Level

if TYPE_CHECKING:
    from tabletop.content.campaign import Campaign

SEEDS: Final = 1 << 40
"""Seeds of a study's games lie below: exact in every JSON reader, and short enough to type."""
MOST_GAMES: Final = 1_000_000_000
_STEP: Final = 0x9E3779B97F | 1
"""Odd, so that no two games of a run have one seed."""
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_LAB: Final = text_key("tabletop lab")


@dataclass(frozen=True)
class Plan:
    """What is to be played.  Small, and the same in every process that helps."""

    campaign: str
    """Id or path, as the command line takes it."""
    library: tuple[str, ...] = ()
    """Further folders to look in."""
    level: str = ""
    """basics, standard or full; "" for the campaign's own."""
    minds: tuple[str, ...] = ("thoughtful",)
    """Minds to compare: each plays every seat that `seats` does not name, `games` games each."""
    seats: Mapping[str, str] = field(default_factory=dict)
    """The mind of single seats, by member id."""
    games: int = 1000
    """Games of every mind."""
    seed: int = 1
    overrides: Mapping[str, float] = field(default_factory=dict)
    """Parameters in whole units on top of the campaign's own, as `--set NAME=VALUE`."""
    digest: str = ""
    """Of content and code, as `sealed` writes it; a helper that finds another one refuses.  "" is not looked at."""


def game_seeds(plan_seed: int, first: int, count: int) -> list[int]:
    """The seeds of games first..first+count-1 of a run with `plan_seed`; games are numbered from 1.

    They lie evenly over 0..2**40-1 from a start that is hashed from the run's seed: no two games of a run share one,
    runs with different seeds hardly ever do.
    """
    seeds: list[int] = seed_array(plan_seed, first, count).tolist()
    return seeds


def seed_array(plan_seed: int, first: int, count: int) -> Keys:
    """`game_seeds` as uint64 [count]."""
    base = address(_LAB, plan_seed) % SEEDS
    numbers = np.arange(first, first + count, dtype=np.uint64)
    return (np.uint64(base) + numbers * np.uint64(_STEP)) & np.uint64(SEEDS - 1)


def luck_keys(seeds: Keys) -> Keys:
    """`luck.game_key` of every seed, uint64 of the same shape."""
    return mix(_GOLDEN * (seeds + np.uint64(1)))


@dataclass(frozen=True)
class Ground:
    """A plan's campaign, loaded: the same objects for every chunk of a process."""

    campaign: Campaign
    level: Level
    tables: Tables

    def player(self, plan: Plan, mind: str) -> Mind:
        """The mind that plays the whole table of a plan; raises `UsageError` for one that does not exist."""
        if not plan.seats:
            return find(mind)
        return seated({self.campaign.member(seat): find(name) for seat, name in plan.seats.items()}, find(mind))


@dataclass(frozen=True)
class Chunk:
    """Some games of one mind of a plan, to be played side by side."""

    plan: Plan
    mind: str
    """Which of the plan's minds."""
    first: int
    """Number of the first game."""
    count: int

    @property
    def ground(self) -> Ground:
        return ground(self.plan)

    @property
    def tables(self) -> Tables:
        return self.ground.tables

    @property
    def player(self) -> Mind:
        return self.ground.player(self.plan, self.mind)

    @property
    def seeds(self) -> Keys:
        """[count] as `tabletop run --seed` takes them."""
        return seed_array(self.plan.seed, self.first, self.count)

    @property
    def keys(self) -> Keys:
        """[count] as `rules.start` takes them."""
        return luck_keys(self.seeds)


def ground(plan: Plan) -> Ground:
    """A plan's campaign, loaded once a process.

    Raises `ContentError` where it cannot be loaded, `UsageError` for a member, mind or parameter that does not exist,
    and `TabletopError` where content or code are not those the plan was sealed with.
    """
    return _ground(
        plan.campaign, plan.library, plan.level, tuple(plan.minds), tuple(sorted(plan.seats.items())),
        tuple(sorted(plan.overrides.items())), plan.digest,
    )  # fmt: skip


@lru_cache(maxsize=16)
def _ground(
    name: str, library: tuple[str, ...], level_word: str, minds: tuple[str, ...], seats: tuple[tuple[str, str], ...],
    overrides: tuple[tuple[str, float], ...], digest: str,
) -> Ground:  # fmt: skip
    from tabletop.content import load_campaign
    from tabletop.content.text import did_you_mean, shorten

    campaign = load_campaign(name, library=library)
    if digest and digest != digest_of(campaign):
        raise TabletopError(
            f"{campaign.title} or the program is not the same here as where the study was begun.",
            "Bring both to the same version, with the same decks, and begin again.",
        )
    known = [member.id for member in campaign.members]
    for seat, _ in seats:
        if seat not in known:
            near = did_you_mean(seat, known)
            raise UsageError(f"{campaign.title} has no member “{shorten(seat)}”.", near[:1].upper() + near[1:])
    for mind in dict.fromkeys([*minds, *(mind for _, mind in seats)]):
        find(mind)
    level = Level[(level_word or campaign.level).upper()]
    try:
        tables = campaign.tables(level, dict(overrides))
    except ParameterError as error:
        hint = error.hint or "Rules and ranges: tabletop guide rules"
        hint = f"{hint[:1].upper()}{hint[1:]}" if hint[0].isalpha() else f"Its range is {hint}"
        raise UsageError(f"{error}.", f"{hint}.") from error
    return Ground(campaign, level, tables)


def sealed(plan: Plan) -> Plan:
    """The plan, checked, with the digest of content and code on this machine; raises as `ground` does."""
    if not 1 <= plan.games <= MOST_GAMES:
        raise UsageError(f"{plan.games} games cannot be played.", f"Use a whole number from 1 to {MOST_GAMES}.")
    named = os.environ.get("TABLETOP_LIBRARY", "").split(os.pathsep)
    folders = dict.fromkeys(os.path.abspath(os.path.expanduser(name)) for name in (*plan.library, *named) if name)
    plan = replace(plan, campaign=_settled(plan), library=tuple(folders))
    return replace(plan, digest=digest_of(ground(unsealed(plan)).campaign))


def unsealed(plan: Plan) -> Plan:
    """The plan as it is played where nobody asks for a digest."""
    return replace(plan, digest="")


def forget() -> None:
    """Load every campaign again when it is next asked for."""
    _ground.cache_clear()


def _settled(plan: Plan) -> str:
    """The campaign's id, or its whole path: a helper may stand in another folder."""
    from tabletop.content import library

    named = os.path.basename(plan.campaign) == plan.campaign
    if named and library.by_id(plan.campaign, "campaign", library.roots(plan.library)) is not None:
        return plan.campaign
    path = os.path.abspath(os.path.expanduser(plan.campaign))
    return path if os.path.exists(path) else plan.campaign


def digest_of(campaign: Campaign) -> str:
    """SHA-256, in hex, of what a study's numbers depend on: the campaign and the code that plays it."""
    whole = f"tabletop-study-1\n{RULES_VERSION}\n{campaign.digest}\n{_code_digest()}\n"
    return hashlib.sha256(whole.encode()).hexdigest()


@lru_cache(maxsize=1)
def _code_digest() -> str:
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[2]
    for part in ("rules", "minds", "game", "lab/study", "lab/play.py"):
        place = package / part
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(f"{file.relative_to(package).as_posix()}\n".encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
