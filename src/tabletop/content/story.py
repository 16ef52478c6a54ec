"""Does the story hold together: acts that can be reached and left, cards that some act can deal, lessons that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tabletop.content.campaign import Campaign
from tabletop.content.compile import dealt_in
from tabletop.content.linking import Links
from tabletop.content.loading import Loaded
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.text import did_you_mean, shorten

MAX_TURNS = 40


def check_acts(campaign: Campaign, place: Place) -> Iterator[Problem]:
    """Circles of acts, a road too long to play, and acts that no road leads to."""
    follows = {act.id: [step.act for step in act.next] for act in campaign.acts}
    first = campaign.acts[0].id
    circle = _circle(first, follows)
    if circle:
        index = [act.id for act in campaign.acts].index(circle[-2])
        step = follows[circle[-2]].index(circle[-1])
        yield place.at("acts", index, "next", step, "act").problem(
            "E309",
            f"the acts lead in a circle: {' → '.join(circle)}",
            "an act never comes twice; end the circle somewhere",
        )
        return
    order = _after(first, follows)
    for index, act in enumerate(campaign.acts):
        if act.id not in order:
            yield place.at("acts", index, "id").problem(
                "W205", f"no act leads to “{act.id}”", "name it under another act's next:"
            )
    for level in ("basics", "standard", "full"):
        turns = {act.id: int(getattr(act.turns, level)) for act in campaign.acts}
        longest: dict[str, int] = {}
        for name in order:
            longest[name] = turns[name] + max((longest[step] for step in follows[name]), default=0)
        if longest[first] > MAX_TURNS:
            yield (place / "acts").problem(
                "E310",
                f"the longest road takes {longest[first]} turns at level {level}",
                f"a game has at most {MAX_TURNS}",
                key=True,
            )


def _circle(first: str, follows: dict[str, list[str]]) -> list[str]:
    """Acts that lead back to one of themselves, the repeated one last; empty when there is no circle."""
    done: set[str] = set()
    road: list[str] = []
    todo = [iter([first])]
    while todo:
        act = next(todo[-1], None)
        if act is None:
            todo.pop()
            if road:
                done.add(road.pop())
        elif act in road:
            return [*road[road.index(act) :], act]
        elif act not in done:
            road.append(act)
            todo.append(iter(follows[act]))
    return []


def _after(first: str, follows: dict[str, list[str]]) -> list[str]:
    """Acts reachable from the first, each after all that follow it (there is no circle)."""
    order: list[str] = []
    todo = [(first, iter(follows[first]))]
    seen = {first}
    while todo:
        name, steps = todo[-1]
        step = next((act for act in steps if act not in seen), None)
        if step is None:
            order.append(name)
            todo.pop()
        else:
            seen.add(step)
            todo.append((step, iter(follows[step])))
    return order


def check_cards(loaded: Loaded, links: Links) -> Iterator[Problem]:
    """Cards that never come, acts that deal none, historical cards without a source."""
    queued = {follow.card for entry in loaded.cards for follow in entry.card.follow_up}
    queued |= {effect.queue.card for entry in loaded.cards for _, _, effect, _ in entry.effects() if effect.queue}
    acts = loaded.campaign.acts if loaded.campaign else ()
    queued |= {effect.queue.card for act in acts for effect in act.on_start if effect.queue}
    historical = loaded.campaign is not None and loaded.campaign.kind == "historical"
    for entry in loaded.cards:
        card, place = entry.card, entry.place
        if card.id not in queued:
            if card.weight == 0:
                yield (place / "weight").problem(
                    "W208", "weight 0 and no follow-up: the card never comes", "give it a weight, or queue it somewhere"
                )
            elif acts and not any(dealt_in(entry, act.id, links) for act in acts):
                yield (place / "id").problem(
                    "W208", "no act deals this card", "look at its acts: and at the acts' cards:"
                )
        if (card.date or card.happened or historical) and not card.sources:
            yield (place / "id").problem("W207", "a historical card without a source", "add sources: [{title: …}]")
    for index, act in enumerate(acts):
        if not any(entry.card.weight and dealt_in(entry, act.id, links) for entry in loaded.cards):
            where = loaded.place.at("acts", index, "id") if loaded.place else None
            if where is not None:
                yield where.problem(
                    "W209", f"no card can be dealt in “{act.id}”", "look at its cards: and at the cards' acts:"
                )


def check_defines(campaign: Campaign, place: Place, links: Links) -> Iterator[Problem]:
    for name in campaign.define:
        if name not in links.names.used:
            yield place.at("define", name).problem(
                "W211", f"nothing uses the condition “{shorten(name)}”", f"ask with is.{name}, or delete it", key=True
            )


def check_concepts(loaded: Loaded, known: Collection[str]) -> Iterator[Problem]:
    """Concepts that the registry does not have."""
    for entry in loaded.cards:
        for index, word in enumerate(entry.card.concepts):
            if word not in known:
                hint = did_you_mean(word, known, most=0) or "the registry is content/concepts.yaml"
                yield entry.place.at("concepts", index).problem("W206", f"there is no concept “{shorten(word)}”", hint)
