"""`view`: what a seat may know, built from what is declared public and then redacted to the seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tabletop.content.text import did_you_mean, shorten
from tabletop.game import viewmodels as v
from tabletop.game.batchview import rival_seen
from tabletop.game.errors import Illegal
from tabletop.game.legal import options
from tabletop.game.records import LedgerRow, Resolution, final_grade, ledger_rows
from tabletop.game.sight import redact
from tabletop.game.steering import audit
from tabletop.game.units import public, shown, unit
from tabletop.rules import scores
from tabletop.rules.attribution import COHESION_PARTS, STABILITY_PARTS
from tabletop.rules.scorecard import Scores
from tabletop.rules.state import VARIABLES, State, standing
from tabletop.rules.vocabulary import UNIT, Axis, Domain, Feature, Goal

if TYPE_CHECKING:
    from tabletop.game.game import Game

ROOM = "room"
FACILITATOR = "facilitator"
GAUGES = ("tension", "threat", "readiness", "legitimacy", "line", "harm", "deterrence")
COUNTS = ("treaties", "outbreaks", "resolved", "overloads")
_OPEN_R13 = frozenset({"open crises with the outside party", "calm returns"})
"""Terms of rule R13 that do not depend on the rival's type; the others would tell it."""


def view(game: Game, seat: str) -> v.SeatView:
    """What `seat` may see: a member's id, "room" (everybody) or "facilitator" (everything).

    Once the game is over every secret is open to all.
    """
    return Views(game).of(seat)


class Views:
    """The views of one position, for many who look at it: built once, and redacted to each seat that asks.

    It shows the game as it was when this was made.
    """

    def __init__(self, game: Game) -> None:
        self._game, self._over = game, game.over
        self._whole = _Builder(game).build(ROOM)

    def of(self, seat: str) -> v.SeatView:
        """As `view` gives it."""
        _known(self._game, seat)
        own = self._whole.model_copy(update={"seat": seat})
        return redact(own, seat if seat in self._game.seats else "", self._over or seat == FACILITATOR)


def view_at(game: Game, seat: str, turn: int) -> v.SeatView:
    """The board at the end of an earlier turn (0 = the start), as `seat` could see it then.

    Once the game is over every secret of that turn is open, too.  Raises ``IndexError`` for a turn that has not been
    played, `Illegal` for an unknown seat.
    """
    if not 0 <= turn <= len(game.played):
        raise IndexError(f"turn {turn} has not been played")
    _known(game, seat)
    whole = _Builder(game, turn).build(seat)
    return redact(whole, seat if seat in game.seats else "", game.over or seat == FACILITATOR)


def played(game: Game, seat: str, turn: int) -> v.Played:
    """An earlier turn as `seat` may see it; raises ``IndexError`` for one that has not been played."""
    if not 1 <= turn <= len(game.played):
        raise IndexError(f"turn {turn} has not been played")
    everything = game.over or seat == FACILITATOR
    return redact(_played(game, game.played[turn - 1]), seat if seat in game.seats else "", everything)


def _known(game: Game, seat: str) -> None:
    if seat not in (*game.seats, ROOM, FACILITATOR):
        near = did_you_mean(seat, (*game.seats, ROOM, FACILITATOR))
        raise Illegal(
            f"No seat “{shorten(seat)}” is in this game.", near[:1].upper() + near[1:], thing="seat", place="view"
        )


class _Builder:
    """Builds the present board, or with `at` the one at the end of that turn."""

    def __init__(self, game: Game, at: int | None = None) -> None:
        self.game, self.tables = game, game.tables
        self.campaign, self.seats = game.campaign, game.seats
        self.boards = game.boards() if at is None else game.boards()[: at + 1]
        self.past = at is not None and not (game.over and at == len(game.played))
        self.turn, self.over = (at or 0, False) if self.past else (game.turn, game.over)
        self.state = self.boards[-1] if self.past else game.board
        self.opened = game._turns[: max(self.turn, 1)]
        self.last = self._then(), self.state

    def _then(self) -> State:
        """The board that people had before them when they last chose: all changes are counted from there."""
        if len(self.boards) == 1:
            return self.boards[0]
        return self.opened[-1 if self.past or self.over else -2].board

    def build(self, seat: str) -> v.SeatView:
        game, campaign, state = self.game, self.campaign, self.state
        return v.SeatView(
            seat=seat, campaign=campaign.id, title=campaign.title, level=game.level.word, turn=self.turn,
            turns_left=(0, 0) if self.over else self._turns_left(), over=self.over, act=self._act(),
            outside=self._outside(),
            cohesion=self._index("cohesion", COHESION_PARTS), stability=self._index("stability", STABILITY_PARTS),
            region={name: self._gauge(name) for name in GAUGES},
            counts={name: int(public(state, name)) for name in COUNTS},
            treaty=v.TreatyFacts(
                stage=int(public(state, "stage")), in_force=int(public(state, "treaties")),
                covered=tuple(domain.word for domain in Domain if public(state, "covered")[domain]),
            ),
            members=self._members(), trust=self._grid(state, "trust"),
            trust_change=self._grid_change(), affinity=self._grid(state, "affinity", 100),
            agreements={
                a: {b: int(n) for b, n in row.items()} for a, row in self._grid(state, "agreements", 1).items()
            },
            crises=self._crises(),
            seats=tuple(self._seat(name) for name in self.seats),
            last=_played(game, game.played[len(self.boards) - 2]) if len(self.boards) > 1 else None,
            opening=self._opening(), came={} if self.past or self.over else self.opened[-1].came, **self._steps(),
            end=self._end(),
            secrets=self._secrets(),
        )  # fmt: skip

    def _opening(self) -> tuple[LedgerRow, ...]:
        if self.past or self.over:
            return ()
        turn = self.opened[-1]
        rows = ledger_rows(turn.ledger.entries, turn.board, self.tables, opening=True)
        return rows if bool(rival_seen(self.state, self.tables)[0]) else _veiled(rows)

    def _steps(self) -> dict[str, Any]:
        game = self.game
        told: dict[str, Any] = {"optional": game.optional}
        if "audit" in game.optional and len(self.boards) > 1:
            told["audit"] = audit(self.boards[-1], self.tables)
        if self.past or self.over:
            return told
        turn = self.opened[-1]
        return told | {
            "pledges": tuple(turn.pledges.values()), "stood": turn.stood, "overrules": turn.overruled,
            "injected": turn.injected,
        }  # fmt: skip

    # ---- the whole table

    def _act(self) -> v.ActFacts:
        state, number = self.state, int(public(self.state, "act"))
        if self.over or self.past:
            number = int(public(self.opened[-1].board, "act"))
        written, turns = self.campaign.acts[number], self.tables.acts[number].turns
        since = int(public(self.opened[-1].board, "act_since"))
        before, why = "", ""
        if since == self.turn and self.turn > 1 and not self.over and len(self.opened) > 1:
            earlier = int(public(self.opened[-2].board, "act"))
            before, why = self.campaign.acts[earlier].closing or "", self.opened[-1].way
        turn = max(state.turn - since + 1, 1)
        return v.ActFacts(
            id=written.id, number=number + 1, title=written.title, opening=written.opening, turn=turn, turns=turns,
            turns_left=0 if self.over else turns - turn + (0 if self.past and self.turn else 1), before=before,
            why=why,
        )  # fmt: skip

    def _turns_left(self) -> tuple[int, int]:
        acts, now = self.tables.acts, int(public(self.state, "act"))

        def after(act: int, seen: frozenset[int]) -> tuple[int, int]:
            ways = [(acts[to].turns, after(to, seen | {to})) for _, to in acts[act].follows if to not in seen]
            if not ways:
                return 0, 0
            may_end = all(when is not None for when, _ in acts[act].follows)
            return 0 if may_end else min(t + low for t, (low, _) in ways), max(t + high for t, (_, high) in ways)

        here = acts[now].turns - (self.state.turn - int(public(self.state, "act_since"))) - self.past
        low, high = after(now, frozenset({now}))
        return here + low, here + high

    def _outside(self) -> v.OutsideFacts:
        outside, greed = self.campaign.outside, int(self.state.greed[0])
        known = bool(rival_seen(self.state, self.tables)[0]) or self.game.over
        intent = "greedy" if greed > 45 else "seeker"
        return v.OutsideFacts(
            name=outside.name, short=outside.short, description=outside.description,
            known=float(public(self.state, "known")), intent=intent if known else "", greed=shown(greed),
        )  # fmt: skip

    def _index(self, name: str, parts: Sequence[str]) -> v.Index:
        book = self.tables.book
        values, weights = public(self.state, f"{name}_parts"), getattr(book, f"{name}_weights")
        before, after = (public(board, f"{name}_parts") for board in self.last)
        floor = book.cohesion_floor if name == "cohesion" else book.stability_floor
        history = tuple(shown(int(public(board, name))) for board in self.boards)
        return v.Index(
            name=name, value=shown(int(public(self.state, name))), change=self._change(name), history=history,
            floor=shown(int(floor)), goal=shown(int(book.pass_mark)),
            parts=tuple(
                v.Part(
                    name=part, value=shown(int(values[k])), weight=float(weights[k]),
                    change=shown(int(after[k]) - int(before[k])),
                )
                for k, part in enumerate(parts)
            ),
        )  # fmt: skip

    def _gauge(self, name: str) -> v.Gauge:
        return v.Gauge(
            name=name, value=shown(int(public(self.state, name))), change=self._change(name),
            history=tuple(shown(int(public(board, name))) for board in self.boards), meaning=VARIABLES[name].meaning,
        )  # fmt: skip

    def _change(self, name: str, who: int | None = None) -> float:
        before, after = (public(board, name) for board in self.last)
        difference = after - before if who is None else after[who] - before[who]
        return int(difference) / unit(name)

    def _grid(self, state: State, name: str, divisor: int = UNIT) -> v.Matrix:
        values = public(state, name)
        return {
            a: {b: int(values[i, j]) / divisor for j, b in enumerate(self.seats) if i != j}
            for i, a in enumerate(self.seats)
        }

    def _grid_change(self) -> v.Matrix:
        before, after = (public(board, "trust") for board in self.last)
        return {
            a: {b: shown(int(after[i, j]) - int(before[i, j])) for j, b in enumerate(self.seats) if i != j}
            for i, a in enumerate(self.seats)
        }

    # ---- members

    def _members(self) -> tuple[v.MemberFacts, ...]:
        made = scores(self.state, self.tables)
        return tuple(self._member(i, made) for i in range(len(self.seats)))

    def _member(self, i: int, made: Scores) -> v.MemberFacts:
        state, alliance, written = self.state, self.tables.alliance, self.campaign.members[i]

        def own(name: str) -> int:
            return int(public(state, name)[i])

        before, after = (int(standing(board)[i, 0]) for board in self.last)
        total = max(1, int(public(state, "burden").sum()))
        seat = self.seats[i]
        objective = written.objective
        return v.MemberFacts(
            seat=seat, name=written.name, short=written.short, colour=written.colour, emblem=written.emblem,
            title=written.title, aims=written.aims, played_by="person" if seat in self.game.people else "npc",
            positions={axis.word: shown(int(public(state, "position")[i, axis])) for axis in Axis},
            exposure=shown(int(alliance.exposure[i, 0])),
            support=shown(own("support")), support_change=self._change("support", i), mood=self._mood(own("support")),
            means=shown(own("means")), sovereignty=shown(own("sovereignty")), channel=shown(own("channel")),
            signed=own("signed"), standing=shown(int(standing(state)[i, 0])), standing_change=shown(after - before),
            burden_share=shown(10000 * own("burden") // total), fair_share=shown(int(alliance.capability[i, 0])),
            effort=shown(own("effort")), deals=own("deals"), outside_deals=own("outside_deals"),
            red_lines_won=shown(own("red_lines")), mediations=own("mediations"), election=self._election(i),
            brief=written.brief, red_lines=tuple(written.red_lines),
            objective=v.ObjectiveFacts(
                seat=seat, title=objective.title,
                weights={goal.word: int(alliance.weights[i, goal, 0]) for goal in Goal},
                bonus=objective.bonus.text if objective.bonus else "",
                bonus_met=int(made.bonus[i, 0]) > 0 if objective.bonus else None,
            ),
            score=v.ScoreFacts(
                seat=seat, total=shown(int(made.total[i, 0])),
                parts={goal.word: shown(int(made.parts[goal, i, 0])) for goal in Goal},
                bonus=shown(int(made.bonus[i, 0])), fate=shown(int(made.fate[0])),
            ),
        )  # fmt: skip

    def _mood(self, support: int) -> str:
        edge = int(self.tables.book.fall_below)
        if support < edge:
            return "falling"
        return "firm" if support >= edge + 1600 else "steady" if support >= edge + 800 else "uneasy"

    def _election(self, i: int) -> int:
        first, every = int(self.tables.alliance.election[i, 0]), self.tables.book.election_every
        now = self.turn + self.past
        if not first or not self.tables.book.elections or self.over:
            return 0
        return first if now <= first else first + -(-(now - first) // every) * every

    # ---- crises and seats

    def _crises(self) -> tuple[v.CrisisFacts, ...]:
        cards = public(self.state, "card").tolist()
        return tuple(self._crisis(slot, number) for slot, number in enumerate(cards) if number >= 0)

    def _crisis(self, slot: int, number: int) -> v.CrisisFacts:
        state, table = self.state, self.tables.cards
        card = self.campaign.deck[table.ids[number]]
        pips = {feature.word: int(table.pips[number, feature]) for feature in Feature}
        prepared = int(public(state, "prepared")[slot])
        kept = 100 - int(self.tables.book.groundwork_share) * prepared
        notes = card.facilitator
        options_ = {word: option.label for word, option in card.options.items() if option.label}
        return v.CrisisFacts(
            card=card.id, slot=slot, title=card.title, situation=card.situation, domain=card.domain,
            tags=tuple(card.tags), concepts=tuple(card.concepts), date=card.date or "",
            since=int(public(state, "since")[slot]),
            escalation=int(public(state, "escalation")[slot]), human_cost=int(table.human[number]), features=pips,
            misperception_left=float(public(state, "fear")[slot]),
            sensitivity_left=float((25 * pips["sensitivity"] * kept + 50) // 100), groundwork=prepared,
            parties=tuple(self.seats[k] for k in public(state, "parties")[slot].tolist() if k >= 0),
            stakes=tuple(
                v.Interest(
                    seat=name, stake=shown(int(public(state, "stake")[slot, i])), brief=card.briefs.get(name, "")
                )
                for i, name in enumerate(self.seats)
            ),
            labels={str(word): label for word, label in options_.items()},
            law=card.law or "", who_pays=card.who_pays or "", lesson=card.lesson or "",
            aloud=card.aloud or "", discuss=tuple(card.discuss),
            purpose=(notes.purpose if notes else "") or "", expect=(notes.expect if notes else "") or "",
            skip_if=(notes.skip_if if notes else "") or "", happened=card.happened or "",
        )  # fmt: skip

    def _seat(self, seat: str) -> v.SeatState:
        if self.past:
            return v.SeatState(seat=seat, chosen=False)
        choice = self.game.sealed.get(seat)
        return v.SeatState(
            seat=seat, chosen=choice is not None, choice=choice, options=options(self.state, self.tables, seat)
        )

    # ---- the end, and what is hidden until then

    def _end(self) -> v.EndFacts | None:
        if not self.over:
            return None
        written = next((ending for ending in self.campaign.endings if ending.id == self.game.ending), None)
        act = self.campaign.acts[int(public(self.game._turns[-1].board, "act"))]
        return v.EndFacts(
            ending=self.game.ending, title=written.title if written else "", tone=written.tone if written else "mixed",
            text=written.text if written else "", closing=act.closing or "", outcome=self.game.outcome,
            grade=final_grade(self.state),
        )  # fmt: skip

    def _secrets(self) -> v.Secrets:
        state, tables = self.state, self.tables
        due = {tables.cards.ids[card]: int(state.due[place, 0]) for place, card in enumerate(tables.queueable)}
        return v.Secrets(
            seed=self.game.seed,
            flags=tuple(name for name, up in zip(tables.flags, state.flags[:, 0], strict=True) if up),
            queue={card: turn for card, turn in due.items() if turn},
            waiting=() if self.past or self.over else tuple(tables.cards.ids[n] for n in self.opened[-1].waits),
        )  # fmt: skip


def _played(game: Game, turn: Resolution) -> v.Played:
    board = game.boards()[turn.turn]
    told = bool(rival_seen(board, game.tables)[0]) or game.over
    return v.Played(
        turn=turn.turn, act=turn.act, dealt=turn.dealt, choices=turn.choices, groups=turn.groups, moves=turn.moves,
        ledger=turn.ledger if told else _veiled(turn.ledger), cohesion=turn.cohesion, stability=turn.stability,
        reasons=turn.reasons, came=turn.came, way=turn.way, full_ledger=turn.ledger, by=turn.by,
        pledges=turn.pledges, stood=turn.stood, overrules=turn.overruled, injected=turn.injected,
        audit=audit(game.boards()[turn.turn], game.tables) if "audit" in game.optional else (),
    )  # fmt: skip


def _veiled(rows: Sequence[LedgerRow]) -> tuple[LedgerRow, ...]:
    """The ledger with what the rival's type decides summed into one row for each variable."""
    kept: list[LedgerRow] = []
    hidden: dict[tuple[str, bool], int] = {}
    for row in rows:
        if row.rule == "R13" and row.variable in ("threat", "tension") and row.why not in _OPEN_R13:
            place = row.variable, row.opening
            hidden[place] = hidden.get(place, 0) + round(row.amount * UNIT)
        else:
            kept.append(row)
    kept += [
        LedgerRow("R13", name, (), shown(amount), "what the outside party did", opening=opening)
        for (name, opening), amount in hidden.items()
        if amount
    ]
    return tuple(kept)


__all__ = ["FACILITATOR", "ROOM", "Views", "played", "view", "view_at"]
