"""What authors write becomes exactly these tables."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabletop.content import Campaign, check_paths, load_campaign
from tabletop.content.compile import hundredths, shares
from tabletop.rules.luck import text_key
from tabletop.rules.parameters import ParameterError, rulebook
from tabletop.rules.tables import Effect
from tabletop.rules.vocabulary import Level, Moment, Strategy


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return load_campaign(Path(__file__).parent / "samples" / "small.yaml")


def test_members(campaign: Campaign) -> None:
    alliance = campaign.tables(Level.FULL).alliance
    assert alliance.ids == ("west-holm", "aster", "brel")
    assert alliance.capability[:, 0].tolist() == [5000, 3000, 2000]
    assert alliance.position[:, :, 0].tolist() == [[30, 20, 29], [0, 0, -100], [-50, 0, 10]]
    assert alliance.exposure[:, 0].tolist() == [30, 80, 0]
    assert alliance.weights[0, :, 0].tolist() == [40, 30, 20, 10]
    assert alliance.election[:, 0].tolist() == [3, 0, 0]
    assert alliance.trust_change[:, :, 0].tolist() == [[0, -800, 0], [-800, 0, 0], [0, 250, 0]]
    assert alliance.agreements[:, :, 0].tolist() == [[0, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert alliance.channels[:, 0].tolist() == [0, 0, 150]
    assert alliance.bonus == (
        ("and", ("outcome", "win"), ("<=", ("highest", ("row", "peak")), ("number", 400))),
        None,
        None,
    )
    for name in ("capability", "position", "exposure", "weights", "trust_change", "agreements", "channels"):
        assert getattr(alliance, name).dtype == np.int32
        assert not getattr(alliance, name).flags.writeable


def test_cards(campaign: Campaign) -> None:
    cards = campaign.tables(Level.FULL).cards
    assert cards.ids == ("cable-cut", "inquiry", "shelf-line")
    assert cards.domain.tolist() == [2, 0, 1]
    assert cards.pips[0].tolist() == [3, 2, 3, 2, 1]
    assert cards.escalation.tolist() == [2, 1, 1]
    assert cards.weight.tolist() == [3, 0, 3]
    assert cards.stake.tolist() == [[20, 100, 60], [-1, -1, -1], [-1, -1, -1]]
    assert cards.parties.tolist() == [[-1, -1], [-1, -1], [1, 2]]
    assert cards.repeat.tolist() == [False, False, True]
    assert cards.acts.tolist() == [[True, True, True], [True, False, False], [True, True, True]]
    assert cards.key.tolist() == [text_key(name) for name in cards.ids]
    assert cards.when == (("and", (">", ("name", "turn"), ("number", 200)), ("not", ("flag", 0))), None, None)


def test_effects(campaign: Campaign) -> None:
    tables = campaign.tables(Level.FULL)
    assert tables.flags == ("ship-named",)
    assert tables.queueable == (1,)
    cable = {"source": "cable-cut", "card": 0}
    assert tables.effects == (
        Effect(Moment.OUTBREAK, **cable, variable="support", amount=-300),
        Effect(Moment.SUCCESS, **cable, strategy=Strategy.TRACK2, flag=0),
        Effect(Moment.SUCCESS, **cable, strategy=Strategy.TRACK2, variable="trust", amount=300, pairs=((1, 2),)),
        Effect(
            Moment.FAILURE, **cable, strategy=Strategy.TRACK2, variable="trust", amount=-200, pairs=((1, 2), (2, 1))
        ),
        Effect(Moment.FAILED, **cable, queue=1, after=2),
        Effect(Moment.RESOLVED, "shelf-line", card=2, queue=1, after=1),
        Effect(Moment.ACT, "calm", act=0, variable="tension", amount=500, why="Winter"),
        Effect(Moment.ACT, "calm", act=0, variable="means", amount=-50, who=(1,), why="Winter"),
    )


def test_acts_and_endings(campaign: Campaign) -> None:
    tables = campaign.tables(Level.STANDARD)
    assert [(act.id, act.turns) for act in tables.acts] == [("calm", 2), ("storm", 3), ("thaw", 2)]
    rough = ("or", (">", ("name", "tension"), ("number", 5000)), ("flag", 0))
    assert tables.acts[0].follows == ((rough, 1), (None, 2))
    assert [ending.when for ending in tables.endings] == [("outcome", "win"), None]


def test_levels_and_overrides(campaign: Campaign) -> None:
    assert campaign.tables(Level.FULL).book.start_tension == 5000
    assert campaign.tables(Level.BASICS).book.start_tension == 3000
    assert campaign.tables(Level.BASICS, {"start_tension": 35.5}).book.start_tension == 3550
    assert campaign.tables(Level.BASICS).book.slots == rulebook(Level.BASICS).slots
    assert campaign.tables(Level.FULL, {"fit.multilateral.enforcement": 2}).book.fit[2, 4] == 200
    assert campaign.tables(Level.FULL) is campaign.tables(Level.FULL, {})
    with pytest.raises(ParameterError):
        campaign.tables(Level.FULL, {"start_tension": 400})


@pytest.mark.parametrize(
    ("intent", "chance", "shown"), [("hidden", 40, False), ("seeker", 0, True), ("greedy", 100, True)]
)
def test_the_rival(intent: str, chance: int, shown: bool, tmp_path: Path, small: Path) -> None:
    file = tmp_path / "rival.yaml"
    file.write_text(small.read_text(encoding="utf-8").replace("intent: hidden", f"intent: {intent}"), encoding="utf-8")
    campaign = load_campaign(file)
    rival = campaign.tables(Level.FULL).rival
    assert (rival.greedy_chance, rival.shown) == (chance, shown)
    assert campaign.tables(Level.BASICS).rival.shown


def test_the_digest_follows_what_is_written_not_how(campaign: Campaign, tmp_path: Path, small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    file = tmp_path / "other.yaml"
    file.write_text(
        text.replace("level: standard", "# a comment\nlevel:   'standard'").replace("\n", "\r\n"), encoding="utf-8"
    )
    assert load_campaign(file).digest == campaign.digest
    file.write_text(text.replace("weight: 0", "weight: 0\n    human_cost: 1"), encoding="utf-8")
    assert load_campaign(file).digest != campaign.digest
    assert len(campaign.digest) == 64


def test_a_campaign_travels_to_another_process(campaign: Campaign) -> None:
    copy = pickle.loads(pickle.dumps(campaign))
    assert copy.digest == campaign.digest
    assert copy.tables(Level.FULL).effects == campaign.tables(Level.FULL).effects


def test_campaigns_cannot_be_changed(campaign: Campaign) -> None:
    with pytest.raises(ValueError, match="frozen"):
        campaign.title = "x"


@given(st.lists(st.integers(1, 999), min_size=3, max_size=8))
def test_shares_sum_exactly(parts: list[int]) -> None:
    written = [round(part / sum(parts), 4) for part in parts]
    whole = shares(written)
    assert sum(whole) == 10_000
    assert all(abs(share - 10_000 * value / sum(written)) < 1 for share, value in zip(whole, written, strict=True))


@given(st.integers(-10_000, 10_000))
def test_hundredths_are_exact(value: int) -> None:
    assert hundredths(value / 100) == value


def test_the_warnings_come_with_the_campaign(tmp_path: Path, small: Path, broken: Callable[..., object]) -> None:
    file = tmp_path / "warned.yaml"
    text = small.read_text(encoding="utf-8").replace("when: is.rough, ", "when: tension > 50, ")
    file.write_text(text, encoding="utf-8")
    assert [problem.code for problem in load_campaign(file).problems] == ["W211"]


def test_a_house_rule_is_a_switch_of_every_level(small: Path, tmp_path: Path) -> None:
    text = small.read_text(encoding="utf-8")
    assert "house_rules" not in text
    file = tmp_path / "house.yaml"
    file.write_text(text + "\nhouse_rules: {elections: false, rival_shown: true}\n", encoding="utf-8")
    book = load_campaign(file).tables(Level.FULL).book
    assert (book.elections, book.rival_shown, book.treaty) == (0, 1, 1)


def test_an_unknown_house_rule_is_located(small: Path, tmp_path: Path) -> None:
    file = tmp_path / "house.yaml"
    file.write_text(small.read_text(encoding="utf-8") + "\nhouse_rules: {electoins: true}\n", encoding="utf-8")
    [problem] = check_paths([file])
    assert (problem.code, "elections" in problem.hint) == ("E501", True)
