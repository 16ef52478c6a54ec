"""What `tabletop lab` says: one JSON object, or a calm page of 80 columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from tabletop.content.text import clean
from tabletop.errors import TabletopError
from tabletop.lab.study import Table
from tabletop.lab.study.numbers import OfMind, Results, results
from tabletop.lab.study.samples import Sample

WIDTH = 80
CARDS = 8
"""Cards told in the text: those that break out most."""


@dataclass
class Study:
    """A study that was played, with what the balance report found in it (None where there is none)."""

    table: Table
    seconds: float
    samples: Sequence[Sample]
    report: Any = None

    def __post_init__(self) -> None:
        self.results: Results = results(self.table)

    @property
    def games(self) -> int:
        return self.table.plan.games * len(self.table.minds)

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` prints."""
        plan, found = self.table.plan, self.results
        reply, decisive = self._found("best_reply_share"), self._found("decisive")
        whole: dict[str, Any] = {
            "campaign": self.table.ground.campaign.id, "digest": self.table.ground.campaign.digest,
            "level": self.table.ground.level.word, "games": plan.games, "seed": plan.seed,
            "seats": dict(plan.seats), "set": dict(plan.overrides),
            "seconds": round(self.seconds, 3),
            "games_per_second": round(self.games / max(self.seconds, 1e-9), 1),
            "decisions_per_second": round(found.decisions / max(self.seconds, 1e-9), 1),
            "minds": {mind: one.as_json() for mind, one in found.minds.items()},
            "strategies": {
                name: {
                    "chosen": one.chosen, "best_reply_share": reply.get(name), "success_rate": one.success_rate,
                }
                for name, one in found.strategies.items()
            },
            "cards": {
                card: {
                    "dealt": one.dealt, "resolved": one.resolved, "worst": one.worst, "decisive": decisive.get(card),
                }
                for card, one in found.cards.items()
            },
            "never_dealt": found.never_dealt,
            "findings": [_finding(one) for one in self._findings()],
            "samples": [one.as_json() for one in self.samples],
        }  # fmt: skip
        more = self.report.as_json() if hasattr(self.report, "as_json") else {}
        return {**whole, **({"balance": more} if more else {})}

    def html(self) -> str:
        """The page that `--html` writes."""
        if self.report is None or not hasattr(self.report, "html"):
            raise TabletopError("There is no page to write: the balance report is not part of this installation.")
        page: str = self.report.html()
        return page

    def lines(self, name: str) -> Iterator[str]:
        """The text, at most 80 columns wide; `name` is the campaign as it was called."""
        plan, ground = self.table.plan, self.table.ground
        title = clean(ground.campaign.title)
        head = f"{title}, level {ground.level.word}: {plan.games:,} games of each mind, seed {plan.seed}"
        yield from _wrapped(head, "  ")
        told = [f"{seat} is played by {mind}" for seat, mind in plan.seats.items()]
        told += [f"{parameter} = {value:g}" for parameter, value in plan.overrides.items()]
        if told:
            yield from _wrapped(f"with {'; '.join(told)}", "    ", "  ")
        yield (
            f"  {self.seconds:,.1f} s, {self.games / max(self.seconds, 1e-9):,.0f} games/s, "
            f"{self.results.decisions / max(self.seconds, 1e-9):,.0f} decisions/s"
        )
        yield ""
        yield from _minds(self.results.minds)
        yield ""
        yield from self._strategies()
        yield ""
        yield from self._cards()
        if self.report is not None and hasattr(self.report, "lines"):
            yield ""
            yield from self.report.lines(WIDTH)
        yield ""
        yield from self._see(name)

    def _strategies(self) -> Iterator[str]:
        reply = self._found("best_reply_share")
        yield "STRATEGY          chosen   succeeds" + ("   best reply" if reply else "")
        for word, one in self.results.strategies.items():
            text = f"{word:<16}{_percent(one.chosen)}  {_percent(one.success_rate) if word != 'hold' else '      –'}"
            yield (text + (f"     {_percent(reply.get(word))}" if reply else "")).rstrip()

    def _cards(self) -> Iterator[str]:
        cards, deck = self.results.cards, self.table.ground.campaign.deck
        came = [card for card, one in cards.items() if one.dealt]
        yield f"CARD{'':<40}dealt   resolved  breaks out"
        hot = sorted((card for card in came if cards[card].worst), key=lambda card: (-(cards[card].worst or 0), card))
        for card in hot[:CARDS]:
            one = cards[card]
            title = clean(deck[card].title) if card in deck else card
            title = title if len(title) <= 40 else title[:39] + "…"
            yield f"{title:<42}{_percent(one.dealt)}    {_percent(one.resolved)}     {_percent(one.worst)}"
        less = len(came) - len(hot[:CARDS])
        if less:
            yield f"… and {less} that break out less (each of them: --json)" if hot else f"None of {less} breaks out"
        never = self.results.never_dealt
        if never:
            yield from _wrapped("Never dealt: " + ", ".join(never), "  ")

    def _see(self, name: str) -> Iterator[str]:
        """The call that opens a game, on as many lines as it needs."""
        yield "To see one of these games, here the first:"
        line = f"  tabletop lab {name}"
        for word in (*self._words(), f"--mind {self.samples[0].mind}", "--open 1"):
            if len(line) + len(word) + 3 > WIDTH:
                yield f"{line} \\"
                line = "   "
            line += f" {word}"
        yield line

    def _words(self) -> Iterator[str]:
        plan = self.table.plan
        if plan.level:
            yield f"--level {plan.level}"
        if plan.seed != 1:
            yield f"--seed {plan.seed}"
        for seat, mind in plan.seats.items():
            yield f"--mind {seat}={mind}"

    def _found(self, name: str) -> Mapping[str, Any]:
        return getattr(self.report, name, None) or {}

    def _findings(self) -> Sequence[Any]:
        return getattr(self.report, "findings", None) or ()


def _minds(minds: Mapping[str, OfMind]) -> Iterator[str]:
    """One line for each mind, then the spread of both indices."""
    wide = max(14, *(len(name) for name in minds))
    yield f"{'MIND':<{wide}}    wins  95 % interval  breaks up      war  turns"
    for name, one in minds.items():
        between = f"{100 * one.low:.1f} to {100 * one.high:.1f}"
        yield (
            f"{name:<{wide}} {_percent(one.win_rate)}  {between:>13}    {_percent(one.cohesion_collapse)}  "
            f"{_percent(one.stability_collapse)}  {one.turns:5.1f}"
        )
    yield ""
    yield f"{'INDEX AT END':<{wide}}         cohesion                stability"
    yield f"{'':<{wide}}    mean   10 %  50 %  90 %   mean   10 %  50 %  90 %"
    for name, one in minds.items():
        cells = [
            f"{spread.mean:5.1f}  {'  '.join(f'{value:4.1f}' for value in spread.quantiles.values())}"
            for spread in (one.cohesion, one.stability)
        ]
        yield f"{name:<{wide}}   {cells[0]}   {cells[1]}"


def _percent(share: float | None) -> str:
    return "      –" if share is None else f"{100 * share:5.1f} %"


def _wrapped(text: str, indent: str, first: str = "") -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False)


def _finding(one: Any) -> dict[str, Any]:
    if isinstance(one, Mapping):
        return dict(one)
    if hasattr(one, "as_json"):
        row: dict[str, Any] = one.as_json()
        return row
    if is_dataclass(one) and not isinstance(one, type):
        plain: dict[str, Any] = json.loads(json.dumps(asdict(one), default=str))
        return plain
    raise TypeError(f"no finding: {type(one).__name__}")
