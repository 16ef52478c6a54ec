"""A game told in plain paragraphs, for `tabletop run` without `--json`."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from tabletop.telling.authored import authored, comes, follows

if TYPE_CHECKING:
    from tabletop.game import CardMove, Game, GroupOutcome, Resolution

WIDTH: Final = 80
CAP: Final = 95
"""Percent that no chance exceeds."""

_DONE: Final = {
    "bilateral": "made a bilateral deal", "multilateral": "called a summit",
    "confidence": "offered confidence measures", "track2": "opened unofficial talks",
}  # fmt: skip
_OUTCOMES: Final = {
    "win": "A win: both indices are above the mark.",
    "draw": "A draw: the alliance stands and there is no war, but an index is below the mark.",
    "cohesion-collapse": "The alliance has broken up.",
    "stability-collapse": "The region is at war.",
}


class Story:
    """Tells one game, turn by turn."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.names = {member.id: member.name for member in game.campaign.members}
        self.titles = {card.id: card.title for card in game.campaign.deck.values()}
        self.act = ""
        self.before = (float("nan"), float("nan"))
        self.tries: dict[str, list[int]] = {}
        """By strategy: negotiations, those that worked, and those whose chance stood at the cap."""
        self.tactics: Counter[str] = Counter()

    def opening(self, minds: Mapping[str, str]) -> Iterator[str]:
        """The heading: what is played and by whom."""
        first = self.game.view("room")
        self.before = (first.cohesion.history[0], first.stability.history[0])
        seats: dict[str, list[str]] = {}
        for seat, mind in minds.items():
            seats.setdefault(mind, []).append(self.names[seat])
        yield f"{self.game.campaign.title} ({self.game.level.word}, seed {self.game.seed})"
        yield from _wrapped("; ".join(f"{_and(names)}: {mind}" for mind, names in seats.items()) + ".")

    def numbers(self, numbers: Mapping[str, float]) -> Iterator[str]:
        """Which numbers of the model are otherwise."""
        yield from _wrapped(f"With {', '.join(f'{name} = {value:g}' for name, value in numbers.items())}.")

    def turn(self, played: Resolution) -> Iterator[str]:
        """One paragraph for one turn, and a heading where an act begins."""
        if played.act != self.act:
            yield from self._act(played)
        said = [f"Turn {played.turn}."]
        if played.dealt:
            said.append(f"New on the table: {_and([self._card(card) for card in played.dealt])}.")
        said += [comes(self.titles[card], why) for card, why in played.came.items()]
        said += self._author(played, opening=True)
        said += [self._group(group) for group in played.groups]
        for group in played.groups:
            self._count(group)
        idle = [self.names[seat] for seat, choice in played.choices.items() if choice.strategy == "hold"]
        if idle:
            said.append(f"{_and(idle)} held back.")
        said += [self._move(move) for move in played.moves if move.before != move.after]
        said += self._author(played, opening=False)
        now = (played.cohesion, played.stability)
        changes = [f"{after:.2f} ({_signed(after - before)})" for before, after in zip(self.before, now, strict=True)]
        said.append(f"Cohesion {changes[0]}, stability {changes[1]}.")
        self.before = now
        yield ""
        yield from _wrapped(" ".join(said))

    def _count(self, group: GroupOutcome) -> None:
        self.tactics.update(group.tactics.values())
        if group.tried:
            for place, was in enumerate((True, group.success, group.chance >= CAP)):
                self.tries.setdefault(group.strategy, [0, 0, 0])[place] += was

    def _act(self, played: Resolution) -> Iterator[str]:
        """How the act before closes, why this one follows, and how it opens."""
        acts = {act.id: act for act in self.game.campaign.acts}
        closing = acts[self.act].closing if self.act else None
        self.act = played.act
        for text in (closing, follows(played.way) if played.way else None):
            if text:
                yield ""
                yield from _wrapped(text)
        yield ""
        yield acts[played.act].title
        yield from _wrapped(acts[played.act].opening)

    def _author(self, played: Resolution, *, opening: bool) -> list[str]:
        """What the author's effects changed, each with its reason."""
        rows = [row for row in played.ledger if row.opening == opening]
        return [text for text, _ in authored(rows, self.game.seats, lambda seat: self.names[seat])]

    def ending(self) -> Iterator[str]:
        """How it ended: outcome, grade, the author's words, every member's score and objective, what was tried."""
        view = self.game.view("room")
        assert view.end is not None
        if view.end.closing:
            yield ""
            yield from _wrapped(view.end.closing)
        yield ""
        yield f"{view.end.title} (grade {view.end.grade})"
        for paragraph in view.end.text.split("\n\n"):
            yield from _wrapped(paragraph)
        yield ""
        yield _OUTCOMES[view.end.outcome]
        yield from _wrapped(
            "National scores: " + ", ".join(f"{member.name} {member.score.total:.2f}" for member in view.members) + "."
        )
        for met, words in ((True, "Objectives met"), (False, "Objectives not met")):
            own = [member.name for member in view.members if member.objective and member.objective.bonus_met is met]
            if own:
                yield from _wrapped(f"{words}: {', '.join(own)}.")
        told = [
            f"{name} {worked} of {tried} worked" + (f" ({sure} at the cap of {CAP}\u00a0%)" if sure else "")
            for name, (tried, worked, sure) in sorted(self.tries.items())
        ]
        if told:
            yield from _wrapped(f"Negotiations: {', '.join(told)}.")
        if self.game.tables.book.tactics and self.tactics:
            used = sorted(self.tactics.items(), key=lambda pair: (-pair[1], pair[0]))
            yield from _wrapped(f"Tactics: {', '.join(f'{name} {count}' for name, count in used)}.")

    def _card(self, card: str) -> str:
        return f"“{self.titles[card]}”"

    def _group(self, group: GroupOutcome) -> str:
        who, partner = _and([self.names[seat] for seat in group.members]), ""
        if group.target is not None and len(group.members) == 1:
            partner = f" with {self.names.get(group.target, self.game.campaign.outside.name)}"
        verb = _DONE[group.strategy]
        if not group.success and group.strategy == "bilateral":
            verb = "sought a bilateral deal"
        start = f"{who} {verb}{partner} over {self._card(group.card)}"
        if not group.tried:
            return f"{start}, but nobody came."
        told = f"{start}: {'it worked' if group.success else 'it failed'} ({group.chance:.0f}\u00a0%)"
        if group.answered is False:
            told += f", but {self.game.campaign.outside.name} did not answer, so it counts as failed here"
        return f"{told}."

    def _move(self, move: CardMove) -> str:
        if move.end == "resolved":
            return f"{self._card(move.card)} is resolved."
        if move.end == "outbreak":
            return f"{self._card(move.card)} broke out."
        return f"{self._card(move.card)} {'rose' if move.after > move.before else 'came down'} to step {move.after}."


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(re.sub(r"[ \n]+", " ", text).strip(), WIDTH, break_long_words=False, break_on_hyphens=False)


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
