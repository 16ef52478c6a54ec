"""The sheets: each a list of blocks that begins on a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tabletop.errors import TabletopError
from tabletop.game.choice import Choice
from tabletop.game.units import public
from tabletop.report.blocks import Block, Bullets, Heading, Para, Table
from tabletop.report.paper.byhand import MOVES, by_hand, climbing, points
from tabletop.telling.words import (
    CLAUSE,
    DOMAIN,
    FEATURE,
    FEATURES,
    GOAL,
    STEP,
    STRATEGY,
    STRATEGY_HINT,
    TACTIC,
    number,
    pips,
    signed,
    stake,
)
from tabletop.telling.worth import companions, marks, natural_partner, own_stake

if TYPE_CHECKING:
    from tabletop.content.card_models import Card
    from tabletop.game.game import Game
    from tabletop.game.viewmodels import CrisisFacts, MemberFacts, SeatView

TURNS: Final = 10
"""Empty lines of the record."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A choice to be ticked, cut off and handed in folded."""

    member: str
    turn: int
    rows: Sequence[tuple[str, Sequence[str]]]
    """What is asked, and what can be ticked; nothing to tick: a line to write on."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pages that belong together."""

    id: str
    title: str
    whose: str
    """Who may read it, printed at its head."""
    secret: bool
    blocks: Sequence[Block | Slip]


def sheets(game: Game, *, session: str, slips: int) -> list[Sheet]:
    """All sheets: the facilitator's rules, what everybody sees, each seat's own, and the facilitator's cards."""
    room = game.view("room")
    return [
        Sheet("hand", "By hand", "For the facilitator", False, [_how(game, session), *by_hand(game)]),
        Sheet("table", f"The table in turn {room.turn}", "For everybody: pin it up", False, _table(room)),
        Sheet("crises", "The crises on the table", "For everybody: pin them up", False, _crises(game, room)),
        *(_seat(game, seat, slips) for seat in game.seats),
        Sheet("record", "The record", "For the facilitator: write it where everybody sees it", False, _record(room)),
        Sheet("cards", "Cards that can come", "For the facilitator alone", True, _cards(game)),
    ]  # fmt: skip


def _how(game: Game, session: str) -> Para:
    kept = f" The game itself is kept as {session}, and can be gone on with." if session else ""
    return Para(
        f"{game.campaign.title}, turn {game.turn}, level {game.level.word}. Give each seat its own sheets, face down. "
        f"Keep the last part to yourself.{kept}"
    )


# ---------------------------------------------------------------- for everybody


def _table(view: SeatView) -> list[Block]:
    indices = [
        (index.name.capitalize(), number(index.value), number(index.goal), number(index.floor),
         ", ".join(f"{part.name} {number(part.value, 0)} × {number(part.weight, 0)} %" for part in index.parts))
        for index in (view.cohesion, view.stability)
    ]  # fmt: skip
    region = [(gauge.name, number(gauge.value), gauge.meaning) for gauge in view.region.values()]
    members = [
        (m.name, number(m.support), number(m.means), number(m.sovereignty), f"{number(m.burden_share, 0)} %",
         f"{number(m.fair_share, 0)} %", number(m.channel), str(m.signed))
        for m in view.members
    ]  # fmt: skip
    head = ("Member", "Support", "Means", "Sovereignty ceded", "Burden", "Fair share", "Channel", "Treaties")
    covered = f" Covered: {', '.join(DOMAIN[name] for name in view.treaty.covered)}." if view.treaty.covered else ""
    return [
        Para(f"{view.act.title}, turn {view.act.turn} of its {view.act.turns}. The whole game has "
             f"{_between(view.turns_left)} to play, this one included."),
        Table("The two indices, and what they are made of", ("Index", "Value", "Goal", "Floor", "Parts"), indices,
              frozenset({1, 2, 3})),
        Table("The region", ("Of the region", "Value", "What it means"), region, frozenset({1})),
        Table("The members", head, members, frozenset(range(1, 8))),
        _matrix(view, "Trust: the row's trust in the column", lambda i, j: number(view.trust[i][j], 0)),
        _matrix(view, "Shared interest, −1 to 1", lambda i, j: number(view.affinity[i][j])),
        Para(f"Treaty: stage {view.treaty.stage} of 4, {view.treaty.in_force} in force.{covered}"),
        Para(view.outside.description, f"{view.outside.name}:"),
    ]  # fmt: skip


def _between(turns: tuple[int, int]) -> str:
    low, high = turns
    return f"{low} turns" if low == high else f"{low} to {high} turns"


def _matrix(view: SeatView, caption: str, cell: object) -> Table:
    assert callable(cell)
    seats = [member.seat for member in view.members]
    rows = [
        (view.member(i).name, *("–" if i == j else cell(i, j) for j in seats))
        for i in seats
    ]  # fmt: skip
    return Table(
        caption, ("Of … in", *(view.member(seat).short for seat in seats)), rows, frozenset(range(1, len(seats) + 1))
    )


def _crises(game: Game, view: SeatView) -> list[Block]:
    if not view.crises:
        return [Para("No crisis is open.")]
    blocks: list[Block] = []
    columns = ("Step", *(FEATURE[name] for name in FEATURES), "Groundwork", "Climbs untouched")
    for crisis in view.crises:
        now = marks(crisis)
        blocks += [
            Heading(crisis.title), Para(crisis.situation),
            Table(f"“{crisis.title}” now", columns, [(
                f"{crisis.escalation} of 6, {STEP[crisis.escalation]}", *(pips(now[name]) for name in FEATURES),
                str(crisis.groundwork), f"{number(climbing(game.tables.book, now['urgency']), 0)} % + tension",
            )]),
            Para(_printed(points(game.tables.book, now)), "Points:"),
            Para("; ".join(f"{view.member(i.seat).name} {stake(i.stake)}" for i in crisis.stakes) + ".", "At stake:"),
        ]  # fmt: skip
        facts = [f"{DOMAIN[crisis.domain]}"]
        facts += (
            [f"between {' and '.join(view.member(seat).name for seat in crisis.parties)}"] if crisis.parties else []
        )
        facts += [f"law: {crisis.law}"] if crisis.law else []
        facts += [f"who pays: {crisis.who_pays}"] if crisis.who_pays else []
        blocks.append(Para("; ".join(facts) + "." if not facts[-1].endswith(".") else "; ".join(facts), quiet=True))
    return blocks


def _printed(found: dict[str, float]) -> str:
    return ", ".join(f"{STRATEGY[move]} {signed(value)}" for move, value in found.items()) + "."


def _record(view: SeatView) -> list[Block]:
    head = ("Turn", "Cohesion", "Stability", "Tension", "Legitimacy", *(f"{m.short} support" for m in view.members),
            *(f"{m.short} means" for m in view.members))  # fmt: skip
    empty = [(str(view.turn + n), *("" for _ in head[1:])) for n in range(TURNS)]
    steps = [(str(view.turn + n), "", "", "", "", "") for n in range(TURNS)]
    crises = ("Turn", *(crisis.title for crisis in view.crises), *("" for _ in range(max(0, 5 - len(view.crises)))))
    return [
        Table("After each turn", head, empty),
        Table("Steps of the crises", crises[:6], [row[: len(crises[:6])] for row in steps]),
        Table("What was tried", ("Turn", "Who", "What and on which crisis", "Points", "Chance", "Die", "Result"),
              [("", "", "", "", "", "", "") for _ in range(2 * TURNS)]),
    ]  # fmt: skip


# ---------------------------------------------------------------- for one seat


def _seat(game: Game, seat: str, slips: int) -> Sheet:
    view = game.view(seat)
    me = view.me
    assert me is not None
    blocks: list[Block | Slip] = [Para(me.aims, f"{me.title}."), Para(me.brief)]
    blocks += [Bullets(found)] if (found := _secret(me)) else []
    blocks.append(Para(
        f"Support {number(me.support)}, means {number(me.means)}, sovereignty ceded {number(me.sovereignty)}, "
        f"standing with the others {number(me.standing)}.", "Now:"
    ))  # fmt: skip
    blocks.append(Heading("What you can do"))
    for crisis in view.crises:
        told = [Para(brief, "Told to you alone:") for i in crisis.stakes if i.seat == seat and (brief := i.brief)]
        blocks += [
            Heading(f"{crisis.title}, step {crisis.escalation}", 4), *told,
            Para(f"{stake(own_stake(crisis, seat) or 0)} for you.", "At stake:"), _options(game, view, crisis),
        ]  # fmt: skip
    blocks.append(Para(
        "The chances are for this turn, with effort 1 of everybody in it. Hold: you stay out; it saves means, and the "
        "others notice.", quiet=True
    ))  # fmt: skip
    blocks += [_slip(view, view.turn + n) for n in range(slips)]
    return Sheet(f"seat-{seat}", me.name, f"For {me.name} alone", True, blocks)


def _secret(me: MemberFacts) -> list[Para]:
    objective = me.objective
    found = [Para(line, "Red line:") for line in me.red_lines]
    if objective.weights:
        weights = ", ".join(f"{GOAL.get(name, name)} {weight} %" for name, weight in objective.weights.items())
        found.insert(0, Para(f"{objective.title}: {weights}.", "Your objective:"))
    if objective.bonus:
        found.append(Para(objective.bonus, "Five points more if:"))
    return found


def _options(game: Game, view: SeatView, crisis: CrisisFacts) -> Table:
    rows = []
    for move in MOVES:
        chance = _chance(game, view, crisis, move)
        name = crisis.labels.get(move, "")
        rows.append((STRATEGY[move], name or STRATEGY_HINT[move], chance))
    return Table(f"Ways of working on “{crisis.title}”", ("Strategy", "What it is here", "Chance now"), rows)


def _chance(game: Game, view: SeatView, crisis: CrisisFacts, move: str) -> str:
    """With whom, and how likely; "" where it is not possible now."""
    from tabletop.game.advice import odds

    allowed = view.options
    of = allowed.crisis(crisis.card) if allowed else None
    if allowed is None or of is None or move not in allowed.strategies:
        return "not now"
    target = natural_partner(view, crisis, of.targets) if move == "bilateral" else None
    choice = Choice(move, None, min(1, allowed.efforts[-1]), target, None, crisis.card)
    others = (target,) if target else companions(view, choice)
    try:
        found = odds(game, view.seat, choice, others)
    except TabletopError:
        return "not now"
    whom = f" with {view.member(target).name}, if both propose it" if target and target != "outside" else ""
    whom = " if all join" if move == "multilateral" else whom or (" alone" if not others else "")
    return f"{number(found.chance, 0)} %{whom}"


def _slip(view: SeatView, turn: int) -> Slip:
    me, allowed = view.me, view.options
    assert me is not None
    others = [member.name for member in view.members if member.seat != view.seat]
    crises = [crisis.title for crisis in view.crises] if turn == view.turn else []
    rows: list[tuple[str, Sequence[str]]] = [
        ("Strategy", [STRATEGY[move] for move in (*MOVES, "hold")]),
        ("Crisis", crises),
        ("A bilateral with", [*others, view.outside.name]),
        ("Effort", ["0", "1", "2"]),
    ]
    if allowed is not None and allowed.tactics:
        rows.append(("Tactic", [TACTIC[name] for name in allowed.tactics]))
    if allowed is not None and allowed.clauses:
        rows.append(("Clause", [CLAUSE[name] for name in allowed.clauses]))
    return Slip(me.name, turn, rows)


# ---------------------------------------------------------------- for the facilitator


def _cards(game: Game) -> list[Block]:
    """Everything of the deck that has not come and is no follow-up of its own, to choose from by hand."""
    view = game.view("facilitator")
    intent = "It seeks safety, and can be reassured." if (view.outside.greed or 0) <= 0.45 else "It wants more."
    blocks: list[Block] = [
        Para(f"{intent} A confidence measure is answered with chance "
             f"{'80' if (view.outside.greed or 0) <= 0.45 else '50'} %.", f"{view.outside.name}:"),
        Para("Choose what fits the story; the program's own order is not printed. Read the situation aloud and draw "
             "its marks on the board."),
    ]  # fmt: skip
    waiting = {name: f"waits, from turn {turn}" for name, turn in view.secrets.queue.items() if turn}
    for card in _left(game):
        features = {name: int(getattr(card.features, name)) for name in FEATURES}
        found = points(game.tables.book, features)
        told = ", ".join(f"{FEATURE[name]} {features[name]}" for name in FEATURES)
        blocks += [
            Heading(f"{card.title} ({DOMAIN[str(card.domain)]}, step {card.escalation}"
                    + (f", {waiting[card.id]}" if card.id in waiting else "") + ")", 4),
            Para(card.situation),
            Para(f"Marks: {told}. Points: {_printed(found)} Climbs untouched: "
                 f"{number(climbing(game.tables.book, features['urgency']), 0)} % + tension."
                 + (f" Between {' and '.join(_name(game, seat) for seat in card.parties)}." if card.parties else ""),
                 quiet=True),
        ]  # fmt: skip
    return blocks


def _name(game: Game, seat: str) -> str:
    return next(member.name for member in game.campaign.members if member.id == seat)


def _left(game: Game) -> Iterable[Card]:
    dealt = public(game.board, "dealt").tolist()
    here = {crisis.card for crisis in game.view("room").crises}
    for name, turn in zip(game.tables.cards.ids, dealt, strict=True):
        card = game.campaign.deck[name]
        if name not in here and (not turn or card.repeat):
            yield card
