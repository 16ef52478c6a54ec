"""Cards about what happened: dates that cannot be, sources nobody can find, one reading where there are several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from tabletop.content.loading import LoadedCard
from tabletop.content.problems import Problem
from tabletop.content.proofs.reach import Reach

_PERIOD = re.compile(r"(?<!\d)(1\d{3}|20\d{2})\s*[–-]\s*(1\d{3}|20\d{2})(?!\d)")


def history(reach: Reach) -> Iterator[Problem]:
    """Remarks on dated, historical and sourced cards."""
    period = _PERIOD.search(reach.campaign.title)
    for entry in reach.cards:
        yield from _dated(entry, (int(period[1]), int(period[2])) if period else None)
        card, place = entry.card, entry.place
        if len(card.readings) == 1:
            yield (place / "readings").problem(
                "T401", "there is one reading only", "set a second against it, or tell it under happened:", key=True
            )
        if card.verified is False:
            yield (place / "verified").problem(
                "T402", "the account has not been verified", "check it against a source, and write verified: true"
            )
        for index, source in enumerate(card.sources):
            if not (source.author or source.year or source.url):
                yield place.at("sources", index, "title").problem(
                    "T403", "nobody can find this source: it has no author, year or url", "add one of them"
                )
    yield from _backwards(reach)


def _year(written: str) -> int:
    return int(written[: written.index("-", 1)] if "-" in written[1:] else written)


def _dated(entry: LoadedCard, period: tuple[int, int] | None) -> Iterator[Problem]:
    written, place = entry.card.date, entry.place / "date"
    if not written:
        return
    year = _year(written)
    if written[0] != "-" and _padded(written) > date.today().isoformat():
        yield place.problem("W314", f"{written} has not come yet", "correct the date, or leave it out")
    elif period and not period[0] <= year <= period[1]:
        message = f"{written} lies outside the campaign's period, {period[0]} to {period[1]}"
        yield place.problem("T404", message, "correct the date, or the campaign's title")


def _padded(written: str) -> str:
    """A date as it sorts; a year or month alone counts as its beginning."""
    year, *rest = written.split("-")
    return "-".join([year.zfill(4), *rest, *(["01"] * (2 - len(rest)))])


def _backwards(reach: Reach) -> Iterator[Problem]:
    """Acts all of whose own dated cards lie before those of the act that leads to them."""
    dates: dict[int, list[tuple[str, LoadedCard]]] = {}
    for card, entry in enumerate(reach.cards):
        acts = [act for act, there in enumerate(reach.in_acts[card]) if there]
        if entry.card.date and entry.card.date[0] != "-" and len(acts) == 1:
            dates.setdefault(acts[0], []).append((_padded(entry.card.date), entry))
    for act, ways in enumerate(reach.stories[0].rules.ways):
        for later in ways:
            if act not in dates or later not in dates:
                continue
            last, entry = max(dates[later], key=lambda dated: dated[0])
            if min(dated[0] for dated in dates[act]) > last:
                ids = [reach.campaign.acts[number].id for number in (act, later)]
                yield (entry.place / "date").problem(
                    "T405", f"all dated cards of “{ids[1]}” lie before those of “{ids[0]}”, which leads to it",
                    "exchange the acts, or correct the dates",
                )  # fmt: skip
