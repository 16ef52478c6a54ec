"""From rows to findings: every code is told when its numbers say so, and none when they do not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tabletop.lab.study import Plan, game_seeds
from tabletop.report.balance.facts import CardRow, DialRow, Estimate, OptionRow, SeatRow, SourceRow, WeightRow
from tabletop.workbench.balance.census import MARK
from tabletop.workbench.balance.codes import CODES, explain, list_codes
from tabletop.workbench.balance.deadcards import Dead
from tabletop.workbench.balance.evidence import Evidence
from tabletop.workbench.balance.judging import judge
from tabletop.workbench.balance.measure import Laboratory

from .conftest import DECKS, SMALL

CARD, SEAT = "old-mine", "brone"


def about(value: float, off: float = 0.1) -> Estimate:
    return Estimate(value, value - off, value + off)


def option(name: str) -> OptionRow:
    return OptionRow(name, about(24), about(24), about(0.1), 20, about(60), 5, about(-20))


def seat(member: str, mind: str = "thoughtful") -> SeatRow:
    return SeatRow(member, mind, "thoughtful", 100, about(60), about(40), about(30), about(60), about(60), about(60))


@pytest.fixture(scope="module")
def sound() -> Evidence:
    """What is measured of a campaign in which nothing is out of the way."""
    lab = Laboratory(Plan(str(DECKS / "sound-bay"), games=100), effort=replace(SMALL, others=100))
    census = {mind: _copy(tally) for mind, tally in lab.census(None).items()}
    _won(census, "thoughtful", 70)
    _won(census, "random", 30)
    ids = lab.tables.alliance.ids
    cards = [
        CardRow(card, card, about(50), 60, 30, 5, about(6), about(9), about(9), about(9), 60)
        for card in lab.tables.cards.ids
    ]  # fmt: skip
    return Evidence(
        lab, census, [option(name) for name in ("hold", "bilateral", "multilateral", "confidence", "track2")],
        [option(name) for name in ("demand", "interest", "listen", "mediate")], cards, [seat(member) for member in ids],
        [WeightRow(member, about(8), about(6), about(-5), about(3), about(5)) for member in ids],
        [SourceRow("players", about(40), about(60))],
        [DialRow("start_tension", "", 44, 35.2, 52.8, about(10), about(-10), about(2), about(-2))], [],
    )  # fmt: skip


def _copy(tally: Any) -> Any:
    tally.sums = {name: values.copy() for name, values in tally.sums.items()}
    return tally


def _won(census: Any, mind: str, wins: int) -> None:
    census[mind].sums[MARK + "wins"][...] = wins


def one(rows: Any, name: str, **changed: Any) -> list[Any]:
    """The rows, with that of one thing changed."""
    key = next(key for key in ("member", "card", "name") if hasattr(rows[0], key))
    return [replace(row, **changed) if getattr(row, key) == name else row for row in rows]


def stuck(found: Evidence, reached: bool) -> Evidence:
    """Nobody leaves the first act, or nobody reaches the second."""
    census = {}
    for mind, tally in found.census.items():
        sums = {name: values.copy() for name, values in tally.sums.items()}
        sums[MARK + "act went"][...] = 0
        if reached:
            sums[MARK + "act went"][0, 1:] = 40
            sums[MARK + "act games"][1:] = 0
        census[mind] = replace(tally, sums=sums)
    return replace(found, census=census)


def scaled(found: Evidence, mind: str, wins: int) -> Evidence:
    tally = found.census[mind]
    sums = {**tally.sums, MARK + "wins": tally.sums[MARK + "wins"] * 0 + wins}
    return replace(found, census={**found.census, mind: replace(tally, sums=sums)})


def safe(found: Evidence) -> Evidence:
    """Brone has an A in every game, in those of a collapse as well."""
    census = {
        mind: replace(tally, sums={**tally.sums, MARK + "fallen": tally.sums[MARK + "fallen"] * 0 + 50,
                                   MARK + "fallen tops": tally.sums[MARK + "fallen tops"] * 0 + 50})
        for mind, tally in found.census.items()
    }  # fmt: skip
    return replace(found, census=census, seats=one(found.seats, SEAT, top=about(99)))


FAULTS: list[tuple[str, str, Callable[[Evidence], Evidence]]] = [
    ("L101", "track2", lambda e: replace(e, strategies=one(e.strategies, "track2", best=about(70), worth=about(2)))),
    ("L101", "track2", lambda e: replace(e, strategies=one(e.strategies, "track2", alone=about(80)))),
    ("L102", "listen", lambda e: replace(e, tactics=one(e.tactics, "listen", best=about(70), worth=about(2)))),
    ("L103", "track2", lambda e: replace(e, strategies=one(e.strategies, "track2", best=about(1)))),
    ("L104", "track2", lambda e: replace(e, strategies=one(e.strategies, "track2", sure=80.0))),
    ("L111", CARD, lambda e: replace(e, dead=[Dead(CARD)])),
    ("L112", CARD, lambda e: replace(e, dead=[Dead(CARD, level="full")])),
    ("L113", CARD, lambda e: replace(e, dead=[Dead(CARD, seed=7)])),
    ("L114", CARD, lambda e: replace(e, cards=one(e.cards, CARD, coming=about(-12), help=about(1)))),
    ("L115", CARD, lambda e: replace(e, cards=one(e.cards, CARD, sure=80.0))),
    ("L116", CARD, lambda e: replace(e, cards=one(e.cards, CARD, outcome=about(40), help=about(40)))),
    ("L121", SEAT, safe),
    ("L122", SEAT, lambda e: replace(e, seats=one(e.seats, SEAT, objective=about(95)))),
    ("L123", SEAT, lambda e: replace(e, seats=one(e.seats, SEAT, objective=about(1)))),
    ("L124", SEAT, lambda e: replace(e, weights=one(e.weights, SEAT, harm=about(0), own=about(0)))),
    ("L125", SEAT, lambda e: replace(e, weights=one(e.weights, SEAT, free_ride=about(5), free_cost=about(0)))),
    ("L126", SEAT, lambda e: replace(e, weights=one(e.weights, SEAT, free_ride=about(15)))),
    ("L131", "spring", lambda e: stuck(e, reached=False)),
    ("L132", "calm", lambda e: stuck(e, reached=True)),
    ("L141", "players", lambda e: replace(e, sources=[SourceRow("players", about(2), about(5))])),
    ("L151", "thoughtful", lambda e: scaled(e, "thoughtful", 99)),
    ("L151", "thoughtful", lambda e: scaled(e, "thoughtful", 20)),
    ("L151", "random", lambda e: scaled(e, "random", 70)),
    ("L152", "start_tension", lambda e: replace(e, dials=one(e.dials, "start_tension", win_more=about(-50)))),
]


def test_nothing_is_said_where_nothing_is_out_of_the_way(sound: Evidence) -> None:
    assert judge(sound) == []


@pytest.mark.parametrize(("code", "subject", "planted"), FAULTS, ids=[f"{code}-{what}" for code, what, _ in FAULTS])
def test_a_code_is_told_when_its_numbers_say_so(
    code: str, subject: str, planted: Callable[[Evidence], Evidence], sound: Evidence
) -> None:
    found = judge(planted(sound))
    assert (code, subject) in [(finding.code, finding.subject) for finding in found]
    assert {finding.code for finding in found} == {code}
    for finding in found:
        assert finding.severity == CODES[code].severity
        assert finding.message
        assert finding.hint


def test_every_code_has_its_test_and_its_entry() -> None:
    assert {code for code, _, _ in FAULTS} == set(CODES)
    for code, entry in CODES.items():
        told = explain(code)
        for part in (entry.title, entry.fix, entry.look, "What to do: ", "Where to look: ", "tabletop lab"):
            assert part in told
        assert f"{code}  {entry.title}\n" in list_codes()


def test_one_answer_in_a_game_that_is_cut_short_is_not_told(sound: Evidence) -> None:
    alone = replace(sound, strategies=one(sound.strategies, "track2", alone=about(80)))
    assert [finding.code for finding in judge(stuck(alone, reached=False))] == ["L131"]


def test_a_seat_that_somebody_loses_with_is_not_safe(sound: Evidence) -> None:
    """Chance in one of many rows does not save a seat; a player who surely fares worse does."""
    most = safe(sound)
    rows = [*one(most.seats, SEAT, top=Estimate(98, 92, 99)), replace(seat(SEAT, "random"), top=Estimate(97, 90, 99))]
    assert [finding.code for finding in judge(replace(most, seats=rows))] == ["L121"]
    rows[-1] = replace(rows[-1], top=Estimate(80, 75, 85))
    assert judge(replace(most, seats=rows)) == []


def test_a_finding_names_the_game_that_an_experiment_saw(sound: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with who plays it, and with the number that is turned the way that matters."""
    seen = {
        ("alone", "track2"): 11, ("trap", "track2"): 12, ("coming", CARD): 13, ("capped", CARD): 14, ("idle", SEAT): 15,
        ("free for nothing", SEAT): 16, ("free", SEAT): 17, ("players",): 18, ("more", "start_tension"): 19,
        ("met", SEAT, "greedy"): 20, ("missed", SEAT, "greedy"): 21,
    }  # fmt: skip
    ways = ((("start_tension", 35.2),), (("start_tension", 52.8),))
    monkeypatch.setattr(sound.lab, "examples", seen)
    monkeypatch.setattr(sound.lab, "settings", {"start_tension": ways})
    games = {seed: number for number, seed in enumerate(game_seeds(sound.lab.plan.seed, 1, 30), 1)}
    found = {
        code: [(games[one.seed], *one.minds) for one in judge(planted(sound))]
        for code, _, planted in FAULTS
        if code in ("L103", "L114", "L115", "L124", "L125", "L126", "L141", "L152")
    }
    assert found == {
        "L103": [(12, "always-track2")], "L114": [(13, "thoughtful")], "L115": [(14, "thoughtful")],
        "L124": [(15, "thoughtful", f"{SEAT}=random")], "L125": [(16, "thoughtful", f"{SEAT}=free-rider")],
        "L126": [(17, "thoughtful", f"{SEAT}=free-rider")], "L141": [(18, "random")], "L152": [(19, "thoughtful")],
    }  # fmt: skip
    (dial,) = judge(replace(sound, dials=one(sound.dials, "start_tension", win_more=about(-50))))
    assert dial.settings == {"start_tension": 52.8}
    (alone,) = judge(replace(sound, strategies=one(sound.strategies, "track2", alone=about(80))))
    assert (games[alone.seed], alone.minds) == (11, ("always-track2",))
    for share, game in ((95, 20), (1, 21)):
        fares = [replace(seat(SEAT, "greedy"), objective=about(share)), *(r for r in sound.seats if r.member != SEAT)]
        (goal,) = judge(replace(sound, seats=fares))
        assert (games[goal.seed], goal.minds) == (game, ("thoughtful", f"{SEAT}=greedy"))


def test_a_walk_that_reached_a_card_is_played_or_written_down(sound: Evidence) -> None:
    (played,) = judge(replace(sound, dead=[Dead(CARD, seed=7, mind="random", script="walk-0007.jsonl")]))
    assert (played.seed, played.minds, played.walks) == (7, ("random",), 0)
    (steered,) = judge(replace(sound, dead=[Dead(CARD, seed=7, mind="", script="walk-0007.jsonl")]))
    assert steered.command("deck", "full") == "tabletop walk deck --level full --walks 900 --script walks"
    assert "tabletop run --script walks/walk-0007.jsonl" in steered.hint
    (there,) = judge(replace(sound, dead=[Dead(CARD, level="full", game=3, mind="random")]))
    assert (there.level, there.minds) == ("full", ("random",))
    assert there.seed == game_seeds(sound.lab.plan.seed, 3, 1)[0]
