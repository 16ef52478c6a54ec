"""The page and the lines: complete, escaped, and as wide as they may be."""

from __future__ import annotations

import html as entities
import json
import re
from dataclasses import replace

from tabletop.content.text import width
from tabletop.report.balance.facts import Balance, DialRow, Estimate, Finding

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


def test_the_json_is_plain(looked: Looked) -> None:
    report = whole(looked)
    text = json.dumps([report.as_json(), *(one.as_json() for one in report.findings)], allow_nan=False)
    assert "great-wave" in text
    for one in report.findings:
        assert {"code", "severity", "message", "seed"} <= set(one.as_json())
    assert set(report.best_reply_share) == {"hold", "bilateral", "multilateral", "confidence", "track2"}
    assert abs(sum(report.best_reply_share.values()) - 1) < 0.01
    assert report.decisive["great-wave"] is not None
