"""What a seat may choose now: one answer for the screen that offers it and for the check that refuses the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from tabletop.content.text import did_you_mean, shorten
from tabletop.game.choice import OUTSIDE_WORD, WITH_CLAUSE, Choice
from tabletop.game.errors import Illegal
from tabletop.rules import State, Tables
from tabletop.rules.choices import proposed_clause
from tabletop.rules.vocabulary import UNIT, Clause, Domain, Strategy, Tactic

STRATEGIES: Final = Strategy.words()


@dataclass(frozen=True, slots=True)
class CrisisOptions:
    """What may be done about one open crisis."""

    card: str
    slot: int
    targets: tuple[str, ...]
    """For a bilateral: the other members, and "outside" unless the crisis is a quarrel between allies."""


@dataclass(frozen=True, slots=True)
class Options:
    """Everything one seat may choose this turn."""

    seat: str
    open: bool
    """False when nothing can be chosen: the game is over."""
    strategies: tuple[str, ...]
    """hold is always among them; the others only when there is a crisis."""
    efforts: tuple[int, ...]
    """What its means allow, 0 first."""
    tactics: tuple[str, ...]
    """Empty on levels without tactics."""
    clauses: tuple[str, ...]
    """Empty where the rules choose the clause."""
    proposed_clause: str
    """The clause the rules take where none can be chosen."""
    crises: tuple[CrisisOptions, ...]

    def crisis(self, card: str | None) -> CrisisOptions | None:
        """The open crisis with a card's id."""
        return next((crisis for crisis in self.crises if crisis.card == card), None)


def options(state: State, tables: Tables, seat: str) -> Options:
    """What `seat` may choose in a game (a batch of one) whose turn has been opened."""
    ids, book, cards = tables.alliance.ids, tables.book, tables.cards
    me = ids.index(seat)
    running = bool(state.running[0])
    others = tuple(name for name in ids if name != seat)
    crises = []
    for slot, number in enumerate(state.card[:, 0].tolist()):
        if number >= 0 and running:
            internal = int(cards.domain[number]) == Domain.INTERNAL
            crises.append(CrisisOptions(cards.ids[number], slot, others if internal else (*others, OUTSIDE_WORD)))
    proposed = Clause(int(proposed_clause(state)[me, 0])) if book.clauses == 1 else Clause.CONSULT
    return Options(
        seat=seat,
        open=running,
        strategies=STRATEGIES if crises else ("hold",),
        efforts=tuple(range(min(2, int(state.means[me, 0]) // UNIT) + 1)),
        tactics=Tactic.words() if book.tactics else (),
        clauses=Clause.words() if book.clauses == 2 else (),
        proposed_clause=proposed.word,
        crises=tuple(crises),
    )


def check(choice: Choice, allowed: Options, turn: int) -> None:
    """Raise `Illegal` where `choice` is not among the options; the error says which part, and what would do."""
    place = f"choice of {allowed.seat}, turn {turn}"

    def refuse(thing: str, message: str, next_step: str) -> NoReturn:
        raise Illegal(message, next_step, thing=thing, place=place)

    if not allowed.open:
        refuse("choice", "The game is over.", "Look at how it ended, or take back a turn.")
    if choice.strategy == "hold":
        extra = next((n for n in ("card", "target", "tactic", "clause") if getattr(choice, n) is not None), None)
        if extra or choice.effort:
            thing = extra or "effort"
            refuse(thing, f"A member that holds has no {thing}.", "Leave everything but the strategy out.")
        return
    if choice.card is None:
        refuse("card", f"A {choice.strategy} choice needs a crisis.", _on_table(allowed))
    crisis = allowed.crisis(choice.card)
    if crisis is None:
        refuse("card", f"The card “{shorten(choice.card)}” is not on the table.", _on_table(allowed, choice.card))
    _check_target(choice, crisis, refuse)
    if choice.effort not in allowed.efforts:
        most = allowed.efforts[-1]
        refuse("effort", f"{allowed.seat} has no means for effort {choice.effort}.", f"It can spend {most} at most.")
    if choice.tactic is not None and not allowed.tactics and choice.tactic != "interest":
        refuse("tactic", "At this level nobody chooses a tactic.", "Leave the tactic out.")
    _check_clause(choice, allowed, refuse)


def _check_target(choice: Choice, crisis: CrisisOptions, refuse: object) -> None:
    assert callable(refuse)
    if choice.strategy != "bilateral":
        if choice.target is not None:
            refuse("target", f"Only a bilateral names a partner; this is {choice.strategy}.", "Leave the target out.")
        return
    if choice.target is None:
        refuse("target", "A bilateral needs a partner.", f"One of: {', '.join(crisis.targets)}.")
    if choice.target in crisis.targets:
        return
    if choice.target == OUTSIDE_WORD:
        refuse(
            "target", f"“{crisis.card}” is a quarrel between allies: the outside party has no part in it.",
            f"One of: {', '.join(crisis.targets)}.",
        )  # fmt: skip
    near = did_you_mean(str(choice.target), crisis.targets)
    refuse("target", f"“{shorten(str(choice.target))}” is no possible partner.", near[:1].upper() + near[1:])


def _check_clause(choice: Choice, allowed: Options, refuse: object) -> None:
    assert callable(refuse)
    if choice.clause is None:
        return
    if choice.strategy not in WITH_CLAUSE:
        refuse("clause", f"A {choice.strategy} choice ends in no agreement.", "Leave the clause out.")
    if not allowed.clauses and choice.clause != allowed.proposed_clause:
        refuse("clause", f"At this level the clause is {allowed.proposed_clause}.", "Leave the clause out.")


def _on_table(allowed: Options, card: str | None = None) -> str:
    known = [crisis.card for crisis in allowed.crises]
    if not known:
        return "No crisis is open: hold."
    near = did_you_mean(card, known, most=0) if card else ""
    return near[:1].upper() + near[1:] if near else f"On the table: {', '.join(known)}."
