"""The page and the lines: complete, escaped, and as wide as they may be."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace

from tabletop.content.text import width
from tabletop.report.balance.facts import Balance, DialRow, Estimate, Finding
from tabletop.report.balance.tables import cell, label

from .conftest import DECKS, Looked


def whole(looked: Looked) -> Balance:
    """A report with a little of everything, and hostile names."""
    report = looked(str(DECKS / "bare-luck"))
    dial = DialRow(
        "start_tension", "tension", 44, 35.2, 52.8, Estimate(4, 2, 6), Estimate(-3, -5, -1), Estimate(1, 0, 2),
        Estimate(-1, -2, 0),
    )  # fmt: skip
    bad = Finding(
        "L151", "tip", "x", "Wins 3 % <script>alert(1)</script>", "turn [b]it[/b] \x1b[31m", Estimate(3, 1, 5), 7,
        ("thoughtful",),
    )  # fmt: skip
    cards = tuple(replace(card, title="<b>&\u202e") if k == 0 else card for k, card in enumerate(report.cards))
    return replace(report, dials=(dial,), findings=(*report.findings, bad), cards=cards, title="A <i>bay</i>")


def test_the_page_is_complete_in_itself(looked: Looked) -> None:
    page = whole(looked).html()
    assert "http:" not in page.replace("http-equiv", "")
    assert "https:" not in page
    assert "<script" not in page
    assert "src=" not in page
    assert "<i>bay" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert not re.search(r"\bnan\b|\binf\b", page)


def test_the_page_says_everything(looked: Looked) -> None:
    report = whole(looked)
    page = entities.unescape(report.html())
    for finding in report.findings:
        assert finding.code in page
        assert f"--seed {finding.seed}" in page
    for section in ("findings", "minds", "options", "cards", "seats", "acts", "luck", "dials"):
        assert f'id="{section}"' in page
    for member in report.members.values():
        assert member in page
    assert page.count("<svg") == page.count("<desc>") == 7
    assert page.count("<h1") == 1


def test_a_call_is_not_broken_between_its_hyphens(looked: Looked) -> None:
    report = replace(whole(looked), taken={"dorne": "free-rider"})
    page = report.html()
    assert page.count('<span class="whole">--seed ') == len(report.findings)
    assert "&lt;script&gt;" in page, "what stands beside it stays escaped"
    assert "Dorne is played by free-rider" in page


def test_lines_are_as_wide_as_they_may_be(looked: Looked) -> None:
    told = list(whole(looked).lines(80))
    assert max(width(line) for line in told if "tests/" not in line) <= 80
    assert not any("\x1b" in line for line in told)
    assert any(line.startswith("warning L114") for line in told)
    report = replace(looked(str(DECKS / "bare-luck")), findings=())
    assert next(iter(report.lines(80))) == "FINDINGS: none"


def test_the_text_has_the_tables_with_their_intervals(looked: Looked) -> None:
    report = whole(looked)
    told = "\n".join(report.lines(80))
    data = report.as_json()

    def cells(*rows: dict[str, float]) -> str:
        return r" +".join(rf"{row['value']:.1f} \({row['low']:.1f}–{row['high']:.1f}\)" for row in rows)

    for row in (*data["strategies"], *data["tactics"]):
        assert re.search(rf"^{row['name']} +{cells(row['best'], row['own'])} .* {row['sure']:.1f}$", told, re.M)
    for row in data["minds"]:
        assert re.search(rf"^{row['mind']} +{cells(row['win'], row['cohesion'], row['stability'])}$", told, re.M)
    for row in data["act_rows"]:
        if row["mind"] in ("thoughtful", "random"):
            assert re.search(rf"^{report.acts[row['act']]} .* {cells(row['cohesion'], row['stability'])}$", told, re.M)
    for row in data["seats"]:
        if row["others"] == "thoughtful" and row["mind"] in ("random", "free-rider"):
            name, score = report.members[row["member"]], f"{row['score']['value']:.1f}"
            assert re.search(rf"^{name} +{score} .* {cells(row['cohesion'], row['stability'])}$", told, re.M)
    assert "ONE SEAT BY free-rider, THE OTHERS BY thoughtful" in told
    assert "ACT (random)" in told


def test_the_page_has_the_intervals_of_seats_and_acts(looked: Looked) -> None:
    report = whole(looked)
    page = entities.unescape(report.html())
    for row in (*report.seats, *(row for row in report.act_rows if row.mind == "random")):
        for one in (row.cohesion, row.stability):
            assert f"{one.value:.1f} ({one.low:.1f} to {one.high:.1f})" in page
    assert "Every number that was turned" not in page
    assert "--set NAME=VALUE" in page


def test_a_cell_gives_up_its_decimals_before_its_place() -> None:
    assert cell(Estimate(75.84, 73.9, 77.6), 17) == " 75.8 (73.9–77.6)"
    assert cell(Estimate(100, 99.4, 100), 17) == "100 (99–100)".rjust(17)
    assert cell(None, 5) == "    –"
    assert width(label("神" * 30, 14)) == 14


def test_the_json_is_plain(looked: Looked) -> None:
    report = whole(looked)
    text = json.dumps([report.as_json(), *(one.as_json() for one in report.findings)], allow_nan=False)
    assert "great-wave" in text
    for one in report.findings:
        assert {"code", "severity", "message", "seed"} <= set(one.as_json())
    assert set(report.best_reply_share) == {"hold", "bilateral", "multilateral", "confidence", "track2"}
    assert abs(sum(report.best_reply_share.values()) - 1) < 0.01
    assert report.decisive["great-wave"] is not None
