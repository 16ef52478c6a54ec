"""The table in words: crises, members, trust, region, treaty, indices, and what only the seat knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.plain.here import Here, Puzzled
from tabletop.plain.speech import a, change, index_line, kinds, percent, signed, spoken, value
from tabletop.telling.numbers import NAMES, REGION
from tabletop.telling.sentences import counted, listed, treaty_stage, wait
from tabletop.telling.words import DOMAIN, INDEX_PARTS, STEP, STRATEGY, shift, stake
from tabletop.telling.worth import marks, moved, own_stake

if TYPE_CHECKING:
    from tabletop.game.viewmodels import CrisisFacts, Index, MemberFacts

_INTENT = {"seeker": "seeks safety and can be reassured", "greedy": "wants more and looks for weakness"}


# ---------------------------------------------------------------- the whole


def status(here: Here) -> None:
    """How it stands, in two lines."""
    view, me = here.view, here.view.me
    left = "The game is over" if view.over else a(spoken(wait(*view.turns_left)))
    here.paper.say(f"{index_line(view.cohesion)}. {index_line(view.stability)}. {left}.")
    own = f"You are {me.name}: support {value(me.support)}, {me.mood}; means {value(me.means)}. " if me else ""
    crises = [f"{place} {crisis.title}, step {crisis.escalation}" for place, crisis in enumerate(view.crises, 1)]
    here.paper.say(f"{own}{'On the table: ' + '; '.join(crises) if crises else 'No crisis is on the table'}.")


def look(here: Here) -> None:
    """The whole table."""
    view = here.view
    here.paper.heading(f"The table, turn {view.turn}, {view.act.title}")
    status(here)
    crises(here)
    members(here, "")
    region(here)
    if view.level != "basics":
        treaty(here)


# ---------------------------------------------------------------- crises


def crises(here: Here, word: str = "") -> None:
    """All open crises in a line or two each, or one of them."""
    if word:
        read(here, word)
        return
    view = here.view
    here.paper.heading("Crises")
    if not view.crises:
        here.paper.say("No crisis is on the table. Hold, and gather means.")
    for place, crisis in enumerate(view.crises, 1):
        here.paper.item(place, f"{_headline(here, crisis)} Marks: {kinds(marks(crisis))}.")
    here.listed = lambda number: read(here, str(number))


def read(here: Here, word: str) -> None:
    """One crisis, whole."""
    view, crisis = here.view, here.crisis(word)
    paper = here.paper
    story(here, crisis)
    if crisis.law:
        paper.say(f"Law: {crisis.law}")
    if crisis.who_pays:
        paper.say(f"Who pays: {crisis.who_pays}")
    if crisis.groundwork:
        paper.say(f"Groundwork: {crisis.groundwork} of 2, laid by unofficial talks.")
    if crisis.labels:
        paper.heading("What each way would be here")
        for place, (strategy, label) in enumerate(crisis.labels.items(), 1):
            paper.item(place, f"{STRATEGY[strategy]}: {label}")
        card = view.crises.index(crisis) + 1
        ways = list(crisis.labels)

        def take(number: int) -> None:
            from tabletop.plain.choosing import choose

            choose(here, [str(card), ways[here.place(str(number), len(ways), "way")]])

        here.listed = take


def story(here: Here, crisis: CrisisFacts) -> None:
    """What a crisis is: situation, what the seat alone knows, lesson, marks and stakes."""
    view, paper = here.view, here.paper
    paper.heading(f"Crisis {view.crises.index(crisis) + 1}: {_headline(here, crisis)}")
    if crisis.date:
        from tabletop.telling.hindsight import date_in_words

        paper.say(f"{date_in_words(crisis.date)}.")
    paper.tell(crisis.situation)
    brief = next((interest.brief for interest in crisis.stakes if interest.seat == here.seat), "")
    if brief:
        paper.tell(f"Only you know: {brief}")
    if crisis.lesson:
        paper.tell(f"Lesson: {crisis.aloud or crisis.lesson}")
    paper.say(f"Marks or pips, from 0 to 4: {kinds(marks(crisis), rules=bool(crisis.lesson))}.")
    concerned = sorted(crisis.stakes, key=lambda interest: (interest.seat != here.seat, -interest.stake))
    told = [
        f"{'you' if interest.seat == here.seat else view.member(interest.seat).name} {stake(interest.stake)}"
        for interest in concerned
    ]
    paper.say(f"At stake: {', '.join(told)}.")


def _headline(here: Here, crisis: CrisisFacts) -> str:
    view = here.view
    kind = DOMAIN[crisis.domain]
    if crisis.parties:
        kind += f", {listed([view.member(seat).name for seat in crisis.parties])}"
    steps = moved(view, crisis.card)
    was = f", {change(steps, 0)}" if steps else ""
    new = " New." if crisis.since == view.turn else ""
    at_stake = own_stake(crisis, here.seat)
    yours = f" Your stake: {stake(at_stake)}." if at_stake is not None and here.view.me else ""
    stop = "" if crisis.title.endswith((".", "?", "!", "…")) else "."
    return f"{crisis.title}{stop} {a(kind)}. Step {crisis.escalation} of 6, {STEP[crisis.escalation]}{was}.{new}{yours}"


# ---------------------------------------------------------------- members and trust


def members(here: Here, word: str = "") -> None:
    """All members in a line or two each, or one of them whole."""
    if word:
        _member(here, here.view.member(here.member(word)))
        return
    here.paper.heading("Members")
    for place, member in enumerate(here.view.members, 1):
        you = ", you" if member.seat == here.seat else ""
        here.paper.item(
            place,
            f"{member.name}{you}. "
            f"Support {value(member.support)}, {member.mood}{_lately(here, member.support, member.support_change)}. "
            f"Means {value(member.means)}. Trusted {value(member.standing, 0)} on average. "
            f"Bears {percent(member.burden_share)}, fair share {percent(member.fair_share)}.",
        )
    here.listed = lambda number: members(here, str(number))


def _member(here: Here, member: MemberFacts) -> None:
    view, paper = here.view, here.paper
    paper.heading(f"{member.name}: {member.title}{', you' if member.seat == here.seat else ''}")
    paper.tell(member.aims)
    by = "a person" if member.played_by == "person" else "the computer"
    lately = _lately(here, member.support, member.support_change)
    paper.say(f"Played by {by}. Support {value(member.support)}, {member.mood}{lately}.")
    paper.say(
        f"Means {value(member.means)}. Bears {percent(member.burden_share)} of what all have borne lately; "
        f"its fair share is {percent(member.fair_share)}."
    )
    for place in _positions(member):
        paper.say(place)
    if member.election:
        paper.say(f"Next election: turn {member.election}.")
    deals = [
        f"{other.name}{f' ({count})' if count > 1 else ''}"
        for other in view.members
        if (count := view.agreements.get(member.seat, {}).get(other.seat, 0))
    ]
    paper.say(f"Agreements in force with: {listed(deals) or 'nobody'}.")
    if member.outside_deals:
        paper.say(f"Deals with {view.outside.name}: {member.outside_deals}.")
    if member.channel >= 0.05:
        paper.say(f"Unofficial channel: {value(member.channel)}.")
    if view.level != "basics":
        paper.say(f"Treaties signed: {member.signed}. Sovereignty given up: {value(member.sovereignty)}.")
    trust(here, member.seat)


def _positions(member: MemberFacts) -> list[str]:
    told = [f"{name} {signed(place, 1)}" for name, place in member.positions.items()]
    return [f"Positions, from minus 1 to plus 1: {', '.join(told)}. Exposed to danger: {value(member.exposure)}."]


def trust(here: Here, word: str = "") -> None:
    """How far each trusts each, or one member both ways."""
    view, paper = here.view, here.paper
    if not word:
        paper.heading("Trust, from 0 to 100")
        for place, member in enumerate(view.members, 1):
            paper.item(place, f"{member.name} trusts {_row(here, member.seat)}.")
        here.listed = lambda number: trust(here, str(number))
        return
    seat = here.member(word)
    name = view.member(seat).name
    paper.say(f"{name} trusts {_row(here, seat)}.")
    back = [f"{other.name} {_trust(here, other.seat, seat)}" for other in view.members if other.seat != seat]
    paper.say(f"Trust in {name}: {', '.join(back)}.")


def _row(here: Here, seat: str) -> str:
    others = [other for other in here.view.members if other.seat != seat]
    return ", ".join(f"{other.name} {_trust(here, seat, other.seat)}" for other in others)


def _trust(here: Here, seat: str, other: str) -> str:
    moved_by = here.view.trust_change[seat][other]
    return f"{here.view.trust[seat][other]:.0f}" + (f" {change(moved_by, 0)}" if abs(moved_by) >= 0.5 else "")


# ---------------------------------------------------------------- region, treaty, indices


def region(here: Here) -> None:
    """What goes on around the alliance, and the neighbour."""
    view, paper = here.view, here.paper
    paper.heading("The region, each from 0 to 100")
    told = []
    for name in (*REGION, "deterrence"):
        gauge = view.region[name]
        told.append(f"{NAMES.get(name, name)} {value(gauge.value)}{_lately(here, gauge.value, gauge.change)}")
    paper.say(f"{a('; '.join(told))}.")
    paper.say(f"Of tension, {NAMES['threat']} and {NAMES['harm']} less is better; of the others more.")
    outside = view.outside
    intent = _INTENT.get(outside.intent, f"its intent is hidden; {percent(outside.known)} of it is learnt")
    paper.say(f"The other side: {outside.name}, {intent}.")
    counts = view.counts
    paper.say(f"Crises so far: resolved {counts['resolved']}, broke out {counts['outbreaks']}.")


def treaty(here: Here) -> None:
    """How far the treaty is."""
    view, paper = here.view, here.paper
    if view.level == "basics":
        raise Puzzled("At the level basics there is no treaty.")
    paper.heading("The treaty")
    paper.say(f"Stage {view.treaty.stage} of 4: {treaty_stage(view.treaty.stage)}. Summits that work move it on.")
    if view.treaty.in_force:
        covers = listed([DOMAIN[domain] for domain in view.treaty.covered])
        paper.say(f"In force: {view.treaty.in_force}, covering {covers or 'nothing'}.")
    signed_by = [member.name for member in view.members if member.signed]
    paper.say(f"Signed by: {listed(signed_by) or 'nobody yet'}.")


def indices(here: Here) -> None:
    """Cohesion and stability, with their parts and every turn."""
    for index in (here.view.cohesion, here.view.stability):
        _index(here, index)


def _index(here: Here, index: Index) -> None:
    paper = here.paper
    paper.heading(index_line(index))
    below = "the alliance breaks apart" if index.name == "cohesion" else "there is war"
    paper.say(f"The goal is {value(index.goal, 0)}; below {value(index.floor, 0)} {below}.")
    if abs(index.value - index.history[-1]) >= 0.05:
        paper.say(f"It was {value(index.history[-1])} before this turn's crises.")
    if here.view.last is not None:
        paper.say(f"Since you last chose: {change(shift(index.value, index.change))}.")
    for place, (name, part) in enumerate(zip(INDEX_PARTS[index.name], index.parts, strict=True), 1):
        paper.item(
            place,
            f"{a(name)} {value(part.value)}{_lately(here, part.value, part.change)}. Weight {percent(part.weight)}.",
        )
    paper.say(f"At the start and after each turn: {', '.join(value(one) for one in index.history)}.")


def _lately(here: Here, now: float, amount: float) -> str:
    """The change since the seat last chose that made a number what it is `now`, where there was one."""
    amount = shift(now, amount)
    return f", {change(amount)}" if here.view.last is not None and abs(amount) >= 0.05 else ""


# ---------------------------------------------------------------- what only the seat knows


def brief(here: Here) -> None:
    """Who one is, what one wants, and how it stands."""
    me, paper = here.view.me, here.paper
    if me is None:
        raise Puzzled("Nobody's turn: there is no brief to read.")
    paper.heading(f"Your brief: {me.name}, {me.title}")
    paper.tell(f"What you say in public: {me.aims}")
    paper.tell(f"What only you know: {me.brief}")
    if me.red_lines:
        paper.heading("Your red lines")
        for place, line in enumerate(me.red_lines, 1):
            paper.item(place, line)
        paper.say("They bring and cost no points: whether you keep to them is for you to say, and to explain.")
    objective, score = me.objective, me.score
    now = f", {value(score.total)} points now" if score.total is not None else ""
    paper.heading(f"Your secret objective: {objective.title}{now}")
    for place, (goal, weight) in enumerate(objective.weights.items(), 1):
        paper.item(place, f"{a(goal)} {value(score.parts.get(goal, 0.0))}, weight {percent(weight)}.")
    if objective.bonus:
        met = {True: "so at present", False: "not so at present", None: ""}[objective.bonus_met]
        paper.say(f"Bonus: {objective.bonus}. It is {met}: {counted_points(score.bonus)}.")
    outside = here.view.outside
    paper.heading(f"The other side: {outside.name}")
    paper.tell(outside.description)


def counted_points(points: float) -> str:
    return f"{signed(points, 0)} points" if abs(points) >= 0.5 else f"{counted(0, 'point')}"
