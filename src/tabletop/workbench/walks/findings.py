"""What walks found, as problems with exact places.

A finding holds for all levels: a card that only a long game deals is no fault of the short one.  So the walks are
divided among the levels, and what any of them met is met.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from tabletop.content import loading
from tabletop.content.checking import Folders, examine_loaded, is_campaign, meant
from tabletop.content.problems import ContentError, Problem, in_order
from tabletop.content.silence import covered
from tabletop.rules.vocabulary import Level, Moment
from tabletop.workbench.walks.nearest import approach
from tabletop.workbench.walks.search import WALKS, Progress, Search
from tabletop.workbench.walks.targets import Ground, Target, lay_out

IDLE: Final = 0.25
"""Share of games from which on a member without anything at stake is told."""
ALWAYS: Final = 0.9
"""Share of games from which on an ending leaves the others too little."""
ENOUGH: Final = 20
"""Walks below which no share is told."""


def check_paths(
    paths: Iterable[str | os.PathLike[str]], library: Folders = (), walks: int = WALKS, progress: Progress | None = None
) -> list[Problem]:
    """The findings of walks for every campaign that some paths or ids mean and that can be played."""
    problems: list[Problem] = []
    for path in paths:
        try:
            places = [(found, only) for found, only in meant(path, library) if is_campaign(found)]
        except ContentError:
            continue
        for found, only in places:
            loaded = loading.load_campaign_files(found, library)
            campaign, _ = examine_loaded(loaded, concepts=False)
            if campaign is not None:
                new = examine(lay_out(campaign, loaded), walks, progress=progress)
                problems += [problem for problem in new if only is None or problem.file == only]
    return in_order(problems)


def examine(ground: Ground, walks: int = WALKS, seed: int = 1, progress: Progress | None = None) -> list[Problem]:
    """The findings of walks on all levels, those that the author ignores left out."""
    grounds = [lay_out(ground.campaign, ground.loaded, level.word) for level in Level]
    share = max(1, walks // len(grounds))
    searches = [
        Search(one, share, seed).run(_part(progress, number * share, len(grounds) * share))
        for number, one in enumerate(grounds)
    ]
    return in_order(covered(ground.loaded, list(findings(searches))))


def _part(progress: Progress | None, before: int, all_: int) -> Progress | None:
    """Progress of one level as a part of the whole."""
    return None if progress is None else lambda done, _, left: progress(before + done, all_, left)


def findings(searches: Sequence[Search]) -> Iterator[Problem]:
    """What no search met, the first cause of each chain only, and what the plain walks of all of them say."""
    targets = searches[0].ground.targets
    dead = frozenset.intersection(*(search.dead for search in searches))
    unmet = {
        number: target for number, target in enumerate(targets)
        if number not in dead and all(search.archive.first[number] < 0 for search in searches)
    }  # fmt: skip
    made = sum(len(search.archive.walks) for search in searches)
    without = {target.card for target in unmet.values() if target.kind == "card"}
    without |= {targets[number].card for number in dead if targets[number].kind == "card"}
    acts = {target.act for target in unmet.values() if target.kind == "act"}
    for number, target in unmet.items():
        if target.kind not in ("card", "act") and _follows(searches[0].ground, target, without, acts, unmet):
            continue
        yield from _unmet(searches, number, target, made, set(unmet))
    yield from _idle(searches)
    yield from _endings(searches)


def _follows(ground: Ground, target: Target, cards: set[int], acts: set[int], unmet: Container[int]) -> bool:
    """Whether it was not met only because something else was not, which has a finding of its own."""
    if target.card in cards:
        return True
    if target.kind == "way":
        return target.act in acts
    effect = target.effect
    if effect is not None and effect.act in acts:
        return True
    if effect is not None and effect.strategy is not None:
        result = 1 if effect.moment == Moment.SUCCESS else 2
        return int(ground.option[effect.card, effect.strategy - 1, result]) in unmet
    return False


def _unmet(searches: Sequence[Search], number: int, target: Target, made: int, unmet: set[int]) -> Iterator[Problem]:
    walks, ground = f"in {made:,} walks", searches[0].ground
    lost = {targets.act for other in unmet if (targets := ground.targets[other]).kind == "act"}
    near = _nearest(searches, number)
    match target.kind:
        case "card":
            yield target.problem("W501", f"the card “{target.owner}” was never dealt {walks}", near)
        case "way":
            following = ground.tables.acts[target.act].follows[target.step][1]
            after = f", and “{ground.tables.acts[following].id}” never reached" if following in lost else ""
            yield target.problem("W503", f"the {target.label} was never taken {walks}{after}", near)
        case "ending":
            yield target.problem("W504", f"the ending “{target.owner}” was never reached {walks}", near)
        case "effect":
            point = target if target.condition is None else target.condition.clause
            yield point.problem("W507", f"this effect never took hold {walks}", near)
        case "side":
            yield from _side(ground, target, walks, near, unmet)


def _side(
    ground: Ground, target: Target, walks: str, near: str, unmet: set[int]
) -> Iterator[Problem]:  # fmt: skip
    """One side of a condition; where neither was seen it was never read, which its owner's finding says."""
    assert target.clause is not None
    if set(ground.sides[id(target.clause)]) <= unmet:
        return
    assert target.condition is not None
    whole = target.clause is target.condition.clause
    held = "held" if target.side else "failed"
    text = " ".join(target.clause.text.split())
    if not whole:
        yield target.problem("T451", f"“{text[:60]}” never {held} {walks} where it was asked", near)
    elif not target.side or target.condition.kind == "bonus":
        # That it never held is told of the card, way, ending or effect itself.
        yield target.problem("W505", f"this condition never {held} {walks}", near)


def _nearest(searches: Sequence[Search], number: int) -> str:
    near = [
        (search.best[number][0], k) for k, search in enumerate(searches) if number in search.best
    ]  # fmt: skip
    if not near:
        return ""
    search = searches[min(near)[1]]
    found = approach(search, number)
    if found is None or not found.missing:
        return ""
    level = search.ground.level.word
    return f"nearest: {'; '.join(found.missing)} (level {level}, seed {found.walk.seed}, turn {found.turn})"


def _idle(searches: Sequence[Search]) -> Iterator[Problem]:
    """Who has little to do, at the level where it is most so."""
    campaign, place = searches[0].ground.campaign, searches[0].ground.loaded.place
    assert place is not None
    some = [search for search in searches if len(search.plain) >= ENOUGH]
    for number, member in enumerate(campaign.members):
        shares = [(float(search.idle[number]), search.ground.level.word) for search in some]
        if shares and max(shares)[0] >= IDLE:
            share, level = max(shares)
            yield place.at("members", number, "id").problem(
                "W506",
                f"{member.id} has nothing at stake for three turns running in {100 * share:.0f} % of games "
                f"(level {level})",
                "let more cards touch it, or deal its cards in every act",
            )


def _endings(searches: Sequence[Search]) -> Iterator[Problem]:
    """An ending that nearly all games have, whoever plays, at every level."""
    ground = searches[0].ground
    endings = [target for target in ground.targets if target.kind == "ending"]
    if len(endings) < 2:
        return
    shares = []
    for mind in searches[0].tallies:
        tallies = [search.tallies[mind] for search in searches]
        games = sum(sum(tally.values()) for tally in tallies)
        if games >= ENOUGH:
            shares.append({name: sum(tally[name] for tally in tallies) / games for name in tallies[0]})
    if not shares:
        return
    for target in endings:
        least = min(share[target.owner] for share in shares)
        if least > ALWAYS:
            yield target.problem(
                "W508", f"{100 * least:.0f} % of games and more end with “{target.owner}”, whoever plays",
                "ask for more in its condition, or put it behind the endings that should be met",
            )  # fmt: skip
