"""The game of the day: from the date alone, the same for everybody."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tabletop.session import Store, daily
from tabletop.session.desk import Desk

NAMES = ("halcyon", "double-track", "north-atlantic")


def test_the_same_everywhere() -> None:
    day = date(2031, 5, 28)
    assert daily.daily(day, NAMES) == daily.daily(day, tuple(reversed(NAMES)) * 2)
    assert daily.daily(day, NAMES) == daily.Daily("2031-05-28", "north-atlantic", 703423335, "standard")


def test_campaigns_take_turns_and_every_day_has_other_luck() -> None:
    days = [daily.daily(date(2031, 1, 1) + timedelta(days=n), NAMES) for n in range(300)]
    assert Counter(day.campaign for day in days) == dict.fromkeys(NAMES, 100)
    assert len({day.seed for day in days}) == 300
    assert all(0 <= day.seed < 10**9 for day in days)
    for day in days:
        assert (day.level == "full") == (date.fromisoformat(day.date).weekday() in (5, 6))


def test_without_campaigns() -> None:
    with pytest.raises(ValueError, match="campaign"):
        daily.daily(date(2031, 1, 1), ())


def test_the_days_game_is_begun_once_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "today", lambda: date(2031, 5, 28))
    monkeypatch.setattr("tabletop.session.desk.Desk.today", lambda self: daily.daily(daily.today(), ["halcyon"]))
    desk = Desk()
    first = desk.begin_today()
    assert first.view("room").secrets.seed is None
    assert first.wish.daily == "2031-05-28"
    desk.close()
    again = desk.begin_today()
    desk.close()
    (kept,) = Store().list()
    assert kept.daily == "2031-05-28"
    assert again.view("room").crises == first.view("room").crises


def test_only_what_came_with_the_program_takes_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine"
    (mine / "campaigns").mkdir(parents=True)
    (mine / "campaigns" / "zzz.yaml").write_text("id: zzz\ntitle: Mine\nlevel: standard\n")
    for day in range(12):
        monkeypatch.setattr(daily, "today", lambda day=day: date(2031, 5, 1) + timedelta(days=day))
        found = Desk((mine,)).today()
        assert found is not None
        assert found == Desk().today()
        assert found.campaign not in ("zzz", "halcyon-tutorial")
