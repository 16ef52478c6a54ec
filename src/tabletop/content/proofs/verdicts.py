"""Conditions that never or always hold, and what of the story is dead because of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tabletop.content.clauses import Clause
from tabletop.content.places import Place
from tabletop.content.problems import Problem
from tabletop.content.proofs.ground import atoms
from tabletop.content.proofs.ranges import Goal
from tabletop.content.proofs.reach import Reach, Trigger
from tabletop.content.proofs.reasons import Asked, never, quoted, why_always, why_never
from tabletop.content.text import shorten
from tabletop.rules.vocabulary import Moment as When


def verdicts(reach: Reach) -> Iterator[Problem]:
    """Everything that is proved dead or without choice, roots only: what follows from a dead card is not told."""
    yield from _defines(reach)
    fixed = {f"is.{name}" for name in reach.campaign.define if _fixed(reach, name)}
    for part in (_cards, _triggers, _acts, _endings, _bonuses):
        for problem in part(reach):
            # What hangs on a named condition that never or always holds is told where that stands.
            if problem.excerpt[problem.column - 1 : problem.column - 1 + problem.length] not in fixed:
                yield problem


def _cards(reach: Reach) -> Iterator[Problem]:
    for card, entry in enumerate(reach.cards):
        clause = reach.whens[card]
        asked = [Asked(story, moment) for story in reach.stories for moment in reach.deal_moments(story, card)]
        dead = not any(story.dealt.get(card) for story in reach.stories)
        if clause is not None and not entry.card.weight:
            yield clause.place.problem(
                "W313", "a card of weight 0 comes only when it is called, and then nobody asks its “when”",
                "put the condition on the call, or give the card a weight", key=True,
            )  # fmt: skip
        elif clause is not None and asked and not any(story.own.get(card) for story in reach.stories):
            reason = why_never(reach, clause, asked)
            if dead:
                yield reason.clause.problem("W304", f"the card can never come: {reason.text}", "change its “when”")
            else:
                told = f"the card never comes of itself, only when it is called: {reason.text}"
                yield reason.clause.problem("W301", told, "change its “when”, or give it weight 0")
        elif dead:
            yield from _uncalled(reach, card, bool(asked))
        elif clause is not None:
            yield from _choice(reach, clause, asked, "the card’s “when”")


def _uncalled(reach: Reach, card: int, asked: bool) -> Iterator[Problem]:
    """A dead card whose own condition is not the reason."""
    entry = reach.cards[card]
    callers = [trigger for trigger in reach.triggers if trigger.queue == entry.card.id]
    in_an_act = entry.card.weight and any(reach.in_acts[card])
    if asked or not (callers or in_an_act):
        return
    if callers and not in_an_act:
        names = list(dict.fromkeys(_source(reach, trigger) for trigger in callers))
        told = f"the card can never come: what would call it cannot happen ({', '.join(names[:3])})"
    else:
        told = "the card can never come: no act that deals it is ever reached"
    yield (entry.place / "id").problem("W304", told, "mend what leads to it, or delete it")


def _source(reach: Reach, trigger: Trigger) -> str:
    return reach.cards[trigger.card].card.id if trigger.card >= 0 else reach.campaign.acts[trigger.act].id


def _triggers(reach: Reach) -> Iterator[Problem]:
    told: set[tuple[int, str]] = set()
    for number, trigger in enumerate(reach.triggers):
        moments = [(story, moment) for story in reach.stories for moment in reach.moments(story, trigger)]
        if not moments:
            if trigger.when == When.OUTBREAK and any(story.dealt.get(trigger.card) for story in reach.stories):
                yield from _no_outbreak(reach, trigger, told)
            continue
        asked = [Asked(story, moment) for story, moment in moments]
        what = "the follow-up" if trigger.follow is not None else "the effect"
        if not any(story.fires.get(number) for story in reach.stories):
            assert trigger.clause is not None
            reason = why_never(reach, trigger.clause, asked)
            code, verb = ("W306", "comes") if trigger.follow is not None else ("W305", "happens")
            yield reason.clause.problem(code, f"{what} never {verb}: {reason.text}", "change its “when”, or delete it")
            continue
        if trigger.clause is not None:
            yield from _choice(reach, trigger.clause, asked, f"{what}’s “when”")
        if trigger.queue and not any(number in story.calls for story in reach.stories):
            yield _too_late(reach, trigger)


def _no_outbreak(reach: Reach, trigger: Trigger, told: set[tuple[int, str]]) -> Iterator[Problem]:
    key = "follow_up" if trigger.follow is not None else "on_outbreak"
    if (trigger.card, key) in told:
        return
    told.add((trigger.card, key))
    card = reach.cards[trigger.card].card
    longest = max(story.rules.length for story in reach.stories)
    message = (
        f"the crisis cannot break out: it starts on step {card.escalation}, climbs at most one a turn, "
        f"and the longest game has {longest} turns"
    )
    place = trigger.place / "if" if trigger.follow is not None else reach.cards[trigger.card].place / "on_outbreak"
    yield place.problem("W306", message, "start it higher or sooner, or delete this", key=trigger.follow is None)


def _too_late(reach: Reach, trigger: Trigger) -> Problem:
    longest = max(story.rules.length for story in reach.stories)
    place = trigger.place / "after" if trigger.follow is not None else trigger.place.at("queue", "after")
    message = f"“{shorten(trigger.queue)}” would come {trigger.delay} turns later, when every game is over"
    return place.problem("W306", f"{message} (the longest has {longest} turns)", "call it sooner")


def _acts(reach: Reach) -> Iterator[Problem]:
    reached = set[int]().union(*(story.acts for story in reach.stories))
    for act, written in enumerate(reach.campaign.acts):
        if act not in reached:
            continue
        for step, way in enumerate(written.next):
            place = reach.place.at("acts", act, "next", step)
            asked = _ways(reach, act, step)
            clause = reach.links.clause(place / "when")
            if not any((act, step) in story.ways for story in reach.stories):
                target = reach.stories[0].rules.ways[act][step]
                code = "W307" if target in reached else "W308"
                lead = f"the way to “{way.act}” is never taken" if code == "W307" else f"“{way.act}” is never reached"
                yield _shut(reach, asked, clause, place, code, lead)
            elif clause is not None:
                also = ", so that the ways after it are never taken" if step + 1 < len(written.next) else ""
                yield from _choice(reach, clause, asked, "the way’s “when”", also)


def _ways(reach: Reach, act: int, step: int) -> list[Asked]:
    own = reach.links.clause(reach.place.at("acts", act, "next", step, "when")) is not None
    goals = reach.way(act, step)
    before = goals[:-1] if own else goals
    return [
        Asked(story, reach.board.moment(story.rules, act, "way"), before)
        for story in reach.stories if act in story.acts
    ]  # fmt: skip


def _shut(reach: Reach, asked: list[Asked], clause: Clause | None, place: Place, code: str, lead: str) -> Problem:
    """A way or ending that no game takes: for its own condition, or because one before it always fits."""
    alone = [Asked(one.story, one.moment) for one in asked]
    if clause is not None and never(reach, alone, [(reach.node(clause), True)]):
        reason = why_never(reach, clause, alone)
        return reason.clause.problem(code, f"{lead}: {reason.text}", "change its “when”, or delete it")
    hint = "put it further up, or change what stands before it"
    message = f"{lead}: whenever it fits, one before it fits too"
    return clause.problem(code, message, hint) if clause is not None else place.problem(code, message, hint)


def _endings(reach: Reach) -> Iterator[Problem]:
    endings = reach.campaign.endings
    before: list[Goal] = []
    for index, ending in enumerate(endings):
        place = reach.place.at("endings", index)
        clause = reach.links.clause(place / "when")
        asked = [Asked(one.story, one.moment, tuple(before)) for one in _ends(reach)]
        last = index == len(endings) - 1
        goals: list[Goal] = [(reach.node(clause), True)] if clause is not None else []
        if not last and never(reach, asked, goals):
            yield _shut(reach, asked, clause, place / "id", "W309", f"the ending “{ending.id}” never comes")
        elif clause is not None:
            yield from _choice(reach, clause, asked, "the ending’s “when”", ", so that the endings after it never come")
        if clause is not None:
            before.append((reach.node(clause), False))


def _ends(reach: Reach) -> Iterator[Asked]:
    for story in reach.stories:
        for act in sorted(story.acts):
            for moment in reach.board.ends(story.rules, act):
                yield Asked(story, moment)


def _bonuses(reach: Reach) -> Iterator[Problem]:
    for index, _ in enumerate(reach.campaign.members):
        clause = reach.links.clause(reach.place.at("members", index, "objective", "bonus", "when"))
        if clause is None:
            continue
        asked = list(_ends(reach))
        if never(reach, asked, [(reach.node(clause), True)]):
            reason = why_never(reach, clause, asked)
            yield reason.clause.problem("W310", f"no game wins this bonus: {reason.text}", "change its “when”")
        elif never(reach, asked, [(reach.node(clause), False)]):
            yield clause.problem("W310", "every game wins this bonus: its “when” always holds", "ask for more")
        else:
            yield from _branches(reach, clause, asked)


def _anywhere(reach: Reach) -> list[Asked]:
    """All moments at which a named condition may be asked."""
    found = [
        Asked(story, reach.board.moment(story.rules, act, kind))
        for story in reach.stories for act in sorted(story.acts) for kind in ("start", "work", "way")
    ]  # fmt: skip
    return [*found, *_ends(reach)]


def _fixed(reach: Reach, name: str) -> bool:
    clause = reach.links.clause(reach.place.at("define", name))
    asked = _anywhere(reach)
    return clause is not None and any(never(reach, asked, [(reach.node(clause), want)]) for want in (True, False))


def _defines(reach: Reach) -> Iterator[Problem]:
    asked = _anywhere(reach)
    for name in reach.campaign.define:
        clause = reach.links.clause(reach.place.at("define", name))
        if clause is None or name not in reach.links.names.used:
            continue
        if never(reach, asked, [(reach.node(clause), True)]):
            reason = why_never(reach, clause, asked)
            yield reason.clause.problem("W301", f"“is.{shorten(name)}” never holds: {reason.text}", "change it")
        else:
            yield from _choice(reach, clause, asked, f"“is.{shorten(name)}”")


def _choice(reach: Reach, clause: Clause, asked: Sequence[Asked], what: str, also: str = "") -> Iterator[Problem]:
    """A condition that always holds, or branches of it that never do."""
    node = reach.node(clause)
    if atoms(node) and asked and never(reach, asked, [(node, False)]):
        reason = why_always(reach, clause, asked)
        message = f"{what} always holds{also}{f': {reason}' if reason else ''}"
        yield clause.problem("W302", message, "leave it out, or ask for more")
    else:
        yield from _branches(reach, clause, asked)


def _branches(reach: Reach, clause: Clause, asked: Sequence[Asked], goals: tuple[Goal, ...] = ()) -> Iterator[Problem]:
    """Alternatives under ``or`` that never hold beside the rest of the condition."""
    if clause.kind == "or":
        for part in clause.parts:
            goal = (reach.node(part), True)
            if never(reach, asked, [*goals, goal]):
                if never(reach, asked, [goal]):
                    reason = why_never(reach, part, asked)
                    yield reason.clause.problem("W303", f"this part never holds: {reason.text}", "change or delete it")
                else:
                    message = f"this part never holds beside the rest of {quoted(clause)}"
                    yield part.problem("W303", message, "change or delete it")
            else:
                yield from _branches(reach, part, asked, goals)
    elif clause.kind == "and":
        for part in clause.parts:
            others = tuple((reach.node(other), True) for other in clause.parts if other is not part)
            yield from _branches(reach, part, asked, (*goals, *others))
