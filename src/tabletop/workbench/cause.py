"""Why a condition stood as it did: the choices and events behind each of its clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tabletop.content.clauses import conditions
from tabletop.game.records import CardMove, LedgerRow
from tabletop.rules.state import State
from tabletop.rules.tables import Effect, Tables
from tabletop.rules.vocabulary import Domain, Moment
from tabletop.telling.opening import reason
from tabletop.telling.sentences import listed
from tabletop.telling.words import REASON, number, signed
from tabletop.workbench.clauses import Lit, in_words, light
from tabletop.workbench.deals import blamed
from tabletop.workbench.moments import Moments, Told, moment_of
from tabletop.workbench.moved import Moved, numbers
from tabletop.workbench.past import Past, Way

MOST: Final = 3
"""Terms told of one number."""
_LEDGER: Final = frozenset({
    "tension", "threat", "readiness", "legitimacy", "line", "harm", "cohesion", "stability", "support", "means",
    "sovereignty", "burden", "trust", "standing",
})  # fmt: skip
"""Numbers whose changes the ledger explains term by term."""
_CLOCK: Final = frozenset({"turn", "turns_left", "act_turn"})
_BETWEEN: Final = frozenset({"T3", "T4", "R9", "R10", "R3", "T5"})
"""Rules that follow from what groups tried."""
_STRATEGY: Final = {
    "measure": "confidence", "talks": "track2", "leak": "track2", "summit": "multilateral", "bilateral": "bilateral",
    "outside deal": "bilateral", "side deal": "bilateral",
}  # fmt: skip
"""Words of the ledger's reasons that tell what was tried."""
_LADDER: Final[dict[str, Callable[[CardMove], bool]]] = {
    "R1": lambda move: move.after < move.before,
    "R14": lambda move: move.after > move.before,
    "R15": lambda move: bool(move.end),
}
"""Rules that follow from crises that moved."""


@dataclass(frozen=True)
class Causes:
    """Explains clauses of one game, each number that several of them ask for only once."""

    moments: Moments
    _explained: set[tuple[str, tuple[str, ...], int, int]] = field(default_factory=set)

    def tree(self, lit: Lit, turn: int, wanted: bool = True) -> Told:
        """A condition clause by clause, as the deal of `turn` saw it, with what made each failing one fail."""
        guilty = {id(one): want for one, want in blamed(lit, wanted)}
        return self._tree(lit, turn, guilty, deep=True)

    def plain(self, lit: Lit) -> Told:
        """The same without reasons."""
        return self._tree(lit, 1, {}, deep=False)

    def _tree(self, lit: Lit, turn: int, guilty: dict[int, bool], deep: bool) -> Told:
        parts = lit.parts
        own: tuple[Told, ...] = ()
        if lit.clause.kind == "named" and parts and parts[0].parts:
            parts = parts[0].parts
        elif lit.clause.kind == "not" and not parts[0].parts:
            own, parts = self._own(parts[0], turn, guilty, deep), ()
        own += self._own(lit, turn, guilty, deep)
        facts: dict[str, object] = {"clause": lit.clause.text, "holds": lit.holds}
        if lit.value is not None:
            facts |= {"value": lit.value, "wanted": lit.wanted, "distance": lit.distance}
        if lit.members:
            facts["members"] = list(lit.members)
        if lit.clause.node[0] == "card" and id(lit) in guilty:
            card = lit.clause.node[2]
            came = any(card in one.dealt() for one in self.moments.until(turn))
            facts |= {"card": self.moments.game.tables.cards.ids[card], "came": came}
        below = (*(self._tree(part, turn, guilty, deep) for part in parts), *own)
        return Told(in_words(lit, self.moments.name), below, mark=lit.holds, facts=facts)

    def _own(self, lit: Lit, turn: int, guilty: dict[int, bool], deep: bool) -> tuple[Told, ...]:
        return tuple(self._because(lit, turn, guilty[id(lit)], deep)) if id(lit) in guilty else ()

    def _because(self, lit: Lit, turn: int, wanted: bool, deep: bool) -> list[Told]:
        match lit.clause.node:
            case ("flag", int() as flag):
                return self.flag(flag, turn, wanted)
            case ("act", int() as act):
                return self.acts({act}, turn, deep) if wanted else []
            case ("card", *_):
                return []
        found: list[Told] = []
        for one in numbers(lit, wanted, self._board(turn), self.moments.game.tables):
            key = (one.variable, one.who, one.direction, turn)
            if key not in self._explained:
                self._explained.add(key)
                found += self._number(one, turn)
        return found

    def _board(self, turn: int) -> State:
        past = self.moments.past[turn - 1]
        return past.draws[0] if past.draws else past.before

    # ---- flags, queues, cards, acts

    def flag(self, flag: int, turn: int, wanted: bool) -> list[Told]:
        """Who could have set a flag (or did set it, where it should be clear), and what came of it."""
        effects = [effect for effect in self.moments.game.tables.effects if effect.flag == flag]
        doing = [effect for effect in effects if effect.set_to == wanted]
        undoing = [effect for effect in effects if effect.set_to != wanted]
        done = [event for event in self.moments.fired(undoing, turn) if event[2] is None]
        word = "cleared" if wanted else "set"
        told = [
            Told(f"{word} in {self.moments.happened(one, effect).text}", turn=one.turn)
            for one, effect, _ in done[-MOST:]
        ]
        return told + self.could(doing, turn, "sets it" if wanted else "clears it")

    def could(self, effects: list[Effect], turn: int, does: str) -> list[Told]:
        """Each moment at which something would have happened, and how near it came."""
        told = []
        for effect in _each_once(effects):
            came = [self.moments.happened(*event) for event in self.moments.fired([effect], turn)]
            if effect.moment is Moment.ACT:
                below = came or self.acts({effect.act}, turn)
            else:
                below = came or self.moments.nearly(effect, turn)
            told.append(Told(f"{moment_of(effect)}: {does}", tuple(below), facts={"source": effect.source}))
        return told

    def acts(self, wanted: set[int], turn: int, deep: bool = True) -> list[Told]:
        """How the game came to the act it was in, and what closed the ways to the acts that were wanted."""
        tables = self.moments.game.tables
        ended = [one for one in self.moments.until(turn) if one.ways]
        leading = [one for one in ended if any(_to(tables, way) in wanted for way in one.ways)]
        told = [self._ways(one, wanted, deep) for one in leading or ended[-1:]]
        now = self._board(turn)
        act = int(now.act[0])
        left = tables.acts[act].turns - (turn - int(now.act_since[0]))
        begun = tables.acts[act].id
        follow = [tables.acts[target].id for _, target in tables.acts[act].follows if target in wanted]
        if follow and left > 0:
            told.append(Told(f"{begun} lasts until turn {turn + left - 1}; {listed(follow)} can follow it", turn=turn))
        return told

    def _ways(self, one: Past, wanted: set[int], deep: bool) -> Told:
        tables = self.moments.game.tables
        ids = [act.id for act in tables.acts]
        taken = next((way for way in one.ways if way.open), None)
        below = []
        for way in one.ways:
            lit = self._way(way)
            target = ids[_to(tables, way)]
            if lit is None:
                below.append(Told(f"✓ way to {target}: always open", mark=True, turn=one.turn))
                continue
            looked_for = _to(tables, way) in wanted
            # A wanted way was closed; one that nobody wanted was open, before the wanted one was looked at.
            guilty = {id(leaf): want for leaf, want in blamed(lit, looked_for)} if deep else {}
            inner = self._tree(lit, one.turn + 1, guilty, deep=False)
            mark = "✓" if way.open else "✗"
            below.append(Told(f"{mark} way to {target}", (inner,), one.turn, way.open))
        if taken is not None:
            later = {step for _, step in tables.acts[taken.act].follows[taken.step + 1 :]} & wanted
            below += [Told(f"the way to {ids[step]} came after it", turn=one.turn) for step in sorted(later)]
        went = f"{ids[_to(tables, taken)]} followed" if taken is not None else "no act followed"
        return Told(f"turn {one.turn}: {ids[one.act]} ended, {went}", tuple(below), one.turn)

    def _way(self, way: Way) -> Lit | None:
        wanted = ("acts", way.act, "next", way.step, "when")
        game = self.moments.game
        for one in conditions(game.campaign):
            if one.kind == "act" and one.place.path == wanted:
                return light(one.clause, way.board, game.tables)
        return None

    # ---- numbers

    def _number(self, moved: Moved, turn: int) -> list[Told]:
        """How a number moved since the start, and what moved it the wrong way most."""
        game = self.moments.game
        if moved.variable in _CLOCK:
            return []
        first, now = (moved.value(board, game.tables) for board in (game.boards()[0], self._board(turn)))
        change = round(now - first, 2)
        told = f"{moved.label(self.moments.name)} began at {number(first)} and is {number(now)} now"
        told = told if change else f"{moved.label(self.moments.name)} is {number(now)}, as it began"
        terms = self._terms(moved, turn) if moved.variable in _LEDGER else self._steps(moved, turn)
        wrong = sorted((t for t in terms if t[1] * moved.direction <= -0.05), key=lambda t: -abs(t[1]))[:MOST]
        right = "lowered" if moved.direction > 0 else "raised"
        if not wrong:
            return [Told(f"{told}; nothing {right} it")]
        below = tuple(
            Told(f"turn {at}: {signed(amount)} {what}".rstrip(), turn=at, facts={"amount": round(amount, 2)})
            for at, amount, what in sorted(wrong, key=lambda t: t[0])
        )
        return [Told(f"{told}; {right} most by:", below, facts={"variable": moved.variable, "who": list(moved.who)})]

    def _terms(self, moved: Moved, turn: int) -> list[tuple[int, float, str]]:
        """Turn, amount and reason of every term, those of one rule and reason in one turn as one."""
        found: dict[tuple[int, str, str, str], list[LedgerRow]] = {}
        for one in self.moments.until(turn):
            for row in one.played.ledger if one.played else ():
                if moved.means(row):
                    found.setdefault((one.turn, row.rule, row.why, row.card), []).append(row)
        share = moved.share(len(self.moments.game.seats))
        return [
            (key[0], sum(row.amount for row in rows) / share, self._reason(key[0], rows)) for key, rows in found.items()
        ]

    def _steps(self, moved: Moved, turn: int) -> list[tuple[int, float, str]]:
        """What the ledger does not explain: the turns in which the number changed."""
        game = self.moments.game
        values = [moved.value(board, game.tables) for board in game.boards()[:turn]]
        return [(k, after - before, "") for k, (before, after) in enumerate(pairwise(values), 1)]

    def _reason(self, turn: int, rows: list[LedgerRow]) -> str:
        row = rows[0]
        why = row.why or REASON.get(row.rule, row.rule)
        if row.variable in ("cohesion", "stability"):
            why = f"{reason(row)}, through {row.why}"
        who = self._doers(self.moments.past[turn - 1], rows)
        return f"{why} ({row.rule})" + (f": {who}" if who else "")

    def _doers(self, one: Past, rows: list[LedgerRow]) -> str:
        """Who chose what led to a term, as far as the rule tells."""
        row, played = rows[0], one.played
        assert played is not None
        if row.rule == "E1":
            fits = [
                e for e, failed in one.effects
                if failed is None and (row.variable in ("cohesion", "stability") or e.variable == row.variable)
                and (row.variable in ("cohesion", "stability") or e.why == row.why)
            ]  # fmt: skip
            return "; ".join(dict.fromkeys(moment_of(effect) for effect in fits))
        if row.rule in _BETWEEN:
            affected = {seat for r in rows for seat in r.who}
            groups = [g for g in played.groups if g.tried and (not affected or affected & {*g.members, g.target})]
            kind = next((strategy for word, strategy in _STRATEGY.items() if word in row.why), "")
            groups = [g for g in groups if kind in ("", g.strategy)]
            if row.rule in ("T3", "T5") and row.variable not in ("cohesion", "stability"):
                groups = [g for g in groups if g.success != ("fail" in row.why)]
            return "; ".join(self.moments.attempt(g) for g in groups[:2])
        if row.rule == "R13" and "crises" in row.why:
            cards = self.moments.game.tables.cards
            open_ = [m.card for m in played.moves if cards.domain[cards.ids.index(m.card)] == Domain.EXTERNAL]
            return listed(open_)
        if row.rule in _LADDER and row.variable in ("cohesion", "stability", "tension", "harm"):
            return listed([move.card for move in played.moves if _LADDER[row.rule](move)][:MOST])
        if row.rule in ("R2", "R6", "R7"):
            held = [self.moments.name(seat) for seat, choice in played.choices.items() if choice.strategy == "hold"]
            return f"{listed(held)} held back" if held else ""
        return row.card


def _each_once(effects: list[Effect]) -> list[Effect]:
    """Effects that wait for one and the same moment are one."""
    return list({moment_of(effect): effect for effect in reversed(effects)}.values())[::-1]


def _to(tables: Tables, way: Way) -> int:
    return tables.acts[way.act].follows[way.step][1]
