"""What opened a turn is told by its true causes: new crises only where some came."""

from __future__ import annotations

import pytest

from tabletop.game.records import LedgerRow
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish
from tabletop.telling.opening import reason, then_opened

CROWDED = [
    LedgerRow("T0", "tension", (), 22.0, "more crises than hands", opening=True),
    LedgerRow("T0", "stability", (), -6.6, "calm", opening=True),
]
DEALT = [LedgerRow("T0", "stability", (), -5.0, "crisis control", opening=True)]
STORY = [LedgerRow("E1", "stability", (), -1.0, "calm", opening=True)]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (CROWDED, "−6.6: more crises than hands)."),
        (DEALT, "−5.0: new crises)."),
        ([*CROWDED, *DEALT, *STORY], "−12.6: more crises than hands −6.6; new crises −5.0; the story −1.0)."),
    ],
)
def test_the_causes_are_those_of_the_ledger(rows: list[LedgerRow], told: str) -> None:
    desk = Desk()
    view = desk.begin(Wish("halcyon", ("borealis",), "standard", 7)).view("borealis")
    desk.close()
    value = 46.6
    index = view.stability.model_copy(update={"value": value})
    found = then_opened(view.model_copy(update={"opening": tuple(rows), "stability": index}))
    assert found is not None
    change = sum(row.amount for row in rows if row.variable == "stability")
    start = f"Then turn 1 opened: stability {value - change:.1f} → {value:.1f} ("
    assert found.text == start + told
    assert then_opened(view.model_copy(update={"opening": ()})) is None


def test_the_terms_of_dealing_are_told_apart() -> None:
    assert [reason(row) for row in (*CROWDED, *DEALT)] == ["more crises than hands"] * 2 + ["new crises"]
    assert reason(LedgerRow("X9", "tension", (), 1.0, ""), lambda rule: f"rule {rule}") == "rule X9"


def test_the_engine_writes_the_terms_that_are_read_here() -> None:
    """Where a place was free there is a card; where none was, tension: in the games that the engine plays, too."""
    from tabletop.game.choice import Choice

    met: set[str] = set()
    desk = Desk()
    sitting = desk.begin(Wish("halcyon", ("borealis",), "full", 5))
    while not sitting.over:
        view = sitting.view("borealis")
        came = any(crisis.since == view.turn for crisis in view.crises)
        waits = any(row.why == "more crises than hands" for row in view.opening)
        told = {reason(row) for row in view.opening if row.rule == "T0" and row.variable == "stability"}
        assert not (told & {"new crises"} and not came)
        assert not (told & {"more crises than hands"} and not waits)
        met |= told
        sitting.seal("borealis", Choice())
    desk.close()
    assert met == {"new crises", "more crises than hands"}
