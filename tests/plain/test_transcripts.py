"""What a person reads, word for word. TABLETOP_BLESS=1 writes the transcripts anew, that of docs/plain.md too."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.plain.conftest import LIBRARY, Typist

from tabletop.plain.keyboard import Keyboard
from tabletop.plain.paper import Paper
from tabletop.plain.run import converse
from tabletop.session.desk import Desk
from tabletop.session.wish import Wish

Harbour = Callable[..., Wish]
Golden = Callable[[str, str], None]


def transcript(lines: Iterable[str], wish: Wish) -> str:
    """What stands in a terminal: what is printed, and what is typed after the prompts."""
    out = io.StringIO()

    def typed() -> Iterator[str]:
        for line in lines:
            out.write(f"{line}\n")
            yield f"{line}\n"

    desk, paper = Desk((LIBRARY,)), Paper(out)
    assert converse(desk, paper, Keyboard(Typist(typed()), paper, echoed=True), lambda: desk.begin(wish)) == 0
    return re.sub(r"(?m)(?<=resume )\S+", "NAME", out.getvalue())


TUTORIAL = ["choose 1 confidence", "odds", "seal", "yes", "why cohesion", "1", "choose bilateral corvina effort 2"]


def test_the_first_turns_of_the_tutorial(golden: Golden) -> None:
    asked = ["help", "brief", "crises", "compare", *TUTORIAL, "seal yes", "history", "1", "look", "quit"]
    golden("tutorial", transcript(asked, Wish("halcyon-tutorial", seed=1)))


def test_three_people_to_the_end(golden: Golden, harbour: Harbour) -> None:
    one = ["ready", "choose 1 m", "seal yes"]
    lines = ["ready", "curtain off", "choose 2 c", "seal yes", *one * 40, "quit"]
    told = transcript(lines, harbour(people=("anvers", "brill", "corte")))
    first, end = told.index("The Harbour Pact"), told.index("\nThe end of")
    golden("three", told[first : told.index("Turn 2, ")])
    golden("end", told[end:])


def test_choosing_step_by_step(golden: Golden, harbour: Harbour) -> None:
    told = transcript(["choose", "", "b", "corte", "2", "", "2", "options", "quit"], harbour(level="full"))
    golden("choosing", told[told.index("What do you do?") :])


def test_the_sample_in_the_documents_is_what_is_printed(root: Path) -> None:
    page = root / "docs" / "plain.md"
    text = page.read_text(encoding="utf-8")
    found = re.search(r"(<!-- transcript: .* -->\n```text\n)(.*?)(```\n)", text, re.S)
    assert found
    told = transcript([*TUTORIAL, "quit"], Wish("halcyon-tutorial", seed=1))
    if os.environ.get("TABLETOP_BLESS") == "1":
        page.write_text(text[: found.start(2)] + told + text[found.end(2) :], encoding="utf-8")
        return
    assert found[2] == told
