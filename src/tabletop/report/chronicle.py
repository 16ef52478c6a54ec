"""What happened, in order: the turns with their negotiations, the crises, the agreements, and what people noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tabletop.game.errors import Illegal
from tabletop.report import facts as f
from tabletop.report.seen import Seen, causes, choice_text
from tabletop.telling.sentences import at_opening, attempt, sorted_terms, story, treaty_stage
from tabletop.telling.words import CLAUSE, STRATEGY, TACTIC

if TYPE_CHECKING:
    from tabletop.game.records import GroupOutcome
    from tabletop.game.viewmodels import Played

_TREATY_FELL = 2
"""The stage to which a treaty falls back that was not ratified (rule R11)."""


def turns(seen: Seen) -> tuple[f.Turn, ...]:
    """Every turn that was played."""
    acts = {act.id: act for act in seen.game.campaign.acts}
    made, before = [], ""
    for played in seen.turns:
        act = acts[played.act]
        made.append(f.Turn(
            turn=played.turn, act=act.title, opening=act.opening if played.act != before else "",
            closing=acts[before].closing or "" if before not in ("", played.act) else "", way=played.way,
            opened=tuple(f.Told(text=one.text, kind=one.kind) for one in at_opening(played, seen.names)),
            dealt=tuple(seen.names.card(card) for card in played.dealt),
            told=tuple(f.Told(text=one.text, kind=one.kind) for one in story(played, seen.view, seen.names)),
            choices=tuple(
                f.ChoiceMade(
                    seat=seat, name=seen.member(seat), by=_by(seen, played, seat),
                    text=choice_text(choice, seen.names),
                    why=played.reasons.get(seat, "") if _by(seen, played, seat) != "person" else "",
                )
                for seat, choice in played.choices.items()
            ),
            negotiations=tuple(
                negotiation(seen, played.turn, number, group) for number, group in enumerate(played.groups, 1)
            ),
            cohesion_causes=causes([row for row in played.ledger if row.variable == "cohesion"]),
            stability_causes=causes([row for row in played.ledger if row.variable == "stability"]),
        ))  # fmt: skip
        before = played.act
    return tuple(made)


def _by(seen: Seen, played: Played, seat: str) -> str:
    if seat in seen.game.people:
        by = seen.chosen.get((played.turn, seat), "person")
        if by == "facilitator":
            return "nobody in time"
        return seen.by(by) if by.startswith("npc:") else "person"
    return seen.by(played.by[seat]) if seat in played.by else "computer"


def negotiation(seen: Seen, turn: int, number: int, group: GroupOutcome) -> f.Negotiation:
    """One negotiation with every term of its chance."""
    one_sided = group.strategy == "bilateral" and len(group.members) == 1
    return f.Negotiation(
        turn=turn, number=number, card=group.card, title=seen.names.card(group.card),
        strategy=STRATEGY.get(group.strategy, group.strategy), members=tuple(map(seen.member, group.members)),
        partner=seen.member(group.target or "") if one_sided else "",
        clause=CLAUSE.get(group.clause, "") if group.clause else "",
        tactics={seen.member(seat): TACTIC.get(word, word) for seat, word in group.tactics.items()},
        effort={seen.member(seat): effort for seat, effort in group.effort.items()},
        terms=tuple(f.Term(name=name, points=round(points, 2)) for name, points in sorted_terms(group.terms)),
        score=group.score, chance=group.chance, die=group.die, success=group.success, answered=group.answered,
        sentence=attempt(group, len(seen.view.members), seen.names).text,
    )  # fmt: skip


# ---------------------------------------------------------------- crises


def cards(seen: Seen) -> tuple[f.Card, ...]:
    """Every crisis that came, in the order in which it first came."""
    first: dict[str, int] = {}
    for played in seen.turns:
        for card in played.dealt:
            first.setdefault(card, played.turn)
    for crisis in seen.view.crises:
        first.setdefault(crisis.card, crisis.since)
    return tuple(_card(seen, card, came) for card, came in first.items())


def _card(seen: Seen, card: str, came: int) -> f.Card:
    written = seen.game.campaign.deck[card]
    moves = [(played.turn, move) for played in seen.turns for move in played.moves if move.card == card]
    ended = [(turn, move) for turn, move in moves if move.end]
    joint = [p.turn for p in seen.turns for g in p.groups if g.card == card and g.tried and len(g.members) > 1]
    try:
        hindsight = seen.game.card_history(card, "room")
    except Illegal:  # still secret: the crisis lies on the table
        hindsight = None
    return f.Card(
        card=card, title=written.title, date=written.date or "", situation=written.situation, came=came,
        first_joint=min(joint, default=0), left=ended[-1][0] if ended else 0, end=ended[-1][1].end if ended else "",
        steps=(moves[0][1].before, *(move.after for _, move in moves)) if moves else (),
        briefs=tuple(
            f.Brief(name=seen.member(seat), text=text) for seat, text in written.briefs.items()
        ) if seen.over else (),
        law=written.law or "", lesson=(written.aloud or written.lesson or "") if seen.over else "",
        happened=hindsight.happened if hindsight else "",
        readings=tuple(f.Reading(who=one.who, says=one.says) for one in hindsight.readings) if hindsight else (),
        sources=tuple(
            f.Source(title=s.title, author=s.author, year=s.year, url=s.url, note=s.note) for s in hindsight.sources
        ) if hindsight else (),
        questions=tuple(written.discuss) if seen.over else (),
    )  # fmt: skip


# ---------------------------------------------------------------- the register


def agreements(seen: Seen) -> tuple[f.Registered, ...]:
    """Everything that was agreed, and what became of the treaty."""
    found: list[f.Registered] = []
    stage = 0
    for played in seen.turns:
        found += [_agreed(seen, played, group) for group in played.groups if group.success and group.clause]
        moved = sum(row.amount for row in played.ledger if (row.rule, row.variable) == ("R11", "stage"))
        signed = [row for row in played.ledger if row.variable == "signed"]
        failed = any(row.why == "the treaty failed" for row in played.ledger)
        stage += round(moved)
        if failed:
            stage = _TREATY_FELL
        if any(row.amount > 0 for row in signed):
            who = tuple(seen.member(row.who[0]) for row in signed if row.amount > 0)
            found.append(_line(played.turn, "Treaty in force", who, "ratified and signed"))
            stage = 0
        elif failed:
            found.append(_line(played.turn, "Treaty failed", (), "it was not ratified"))
        elif moved > 0:
            found.append(_line(played.turn, "Treaty", (), treaty_stage(stage)))
        left = tuple(seen.member(row.who[0]) for row in signed if row.amount < 0)
        if left:
            found.append(_line(played.turn, "Left a treaty", left, ""))
    return tuple(found)


def _agreed(seen: Seen, played: Played, group: GroupOutcome) -> f.Registered:
    who = [seen.member(seat) for seat in group.members]
    if group.strategy == "bilateral" and len(who) == 1:
        who.append(seen.member(group.target or ""))
    what = "Summit" if group.strategy == "multilateral" else "Bilateral agreement"
    if group.target == "outside":
        what = "Agreement with the outside party"
    clause = CLAUSE.get(group.clause or "", group.clause or "")
    # With the outside party, and where the level has no clauses, none was written.
    detail = clause if group.target != "outside" and seen.game.tables.book.clauses else ""
    return _line(played.turn, what, tuple(who), detail, seen.names.card(group.card))


def _line(turn: int, what: str, who: tuple[str, ...], detail: str, card: str = "") -> f.Registered:
    return f.Registered(turn=turn, what=what, who=who, detail=detail, card=card)


def taken_back(seen: Seen) -> tuple[int, ...]:
    """The turns that were opened again after something had been chosen in them."""
    log = seen.game.commands
    return tuple(sorted({log[int(c.data["command"])].turn for c in log if c.kind == "undo"}))


def notes(seen: Seen) -> tuple[f.Note, ...]:
    """What people noted, in order, once the game is over: before that a note may hold a secret."""
    if not seen.over:
        return ()
    return tuple(
        f.Note(turn=c.turn, who=seen.member(c.seat) if c.seat else "Facilitator", text=str(c.data.get("text", "")))
        for c in seen.game.commands
        if c.kind == "note"
    )
