"""The files themselves: small, from nowhere else, without anything that the policy forbids."""

from __future__ import annotations

import re

import pytest

from tabletop.host.server.pages import NAMED, read_pages
from tabletop.host.web import MOST, WORDS, words
from tabletop.telling.words import STRATEGY, TACTIC_HINT

PAGES = read_pages()


def loaded(name: str) -> set[str]:
    """A file and every file that it brings with it: styles, scripts, what they import, the icon."""
    found, left = set(), {name}
    while left:
        file = left.pop()
        found.add(file)
        if file.endswith((".html", ".js")):
            text = PAGES[file].body.decode()
            named = re.findall(r'(?:href|src)="/web/([\w.-]+)|from "\./([\w.-]+)"', text)
            left |= {one or other for one, other in named} - found
    return found


@pytest.mark.parametrize("name", sorted(set(NAMED.values())))
def test_every_page_is_small_with_all_that_it_loads(name: str) -> None:
    files = loaded(name)
    assert {"style.css", "icon.svg", "dom.js", name} <= files
    assert sum(len(PAGES[file].body) for file in {*files, WORDS}) < MOST


def test_every_file_is_loaded_by_a_page() -> None:
    assert set().union(*(loaded(name) for name in NAMED.values())) == set(PAGES) - {WORDS}


def test_words_and_packed_files_are_small() -> None:
    assert len(PAGES[WORDS].body) < 10_000
    assert sum(len(page.packed or page.body) for page in PAGES.values()) < 45_000


def test_nothing_comes_from_outside_and_nothing_is_inline() -> None:
    for name, page in PAGES.items():
        text = page.body.decode()
        if name.endswith((".js", ".css", ".html")):
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text), name
        if name.endswith(".html"):
            assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text), name
        if name.endswith(".js"):
            forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|setAttribute\(.on"
            assert not re.search(forbidden, text), name
        if name.endswith(".css"):
            assert "@import" not in text


def test_every_file_that_a_page_names_is_there() -> None:
    for name, page in PAGES.items():
        text = page.body.decode()
        for found in re.findall(r'/web/([\w.-]+)|from "\./([\w.-]+)"', text):
            assert (found[0] or found[1]) in PAGES, (name, found)


def test_the_words_are_those_of_all_faces() -> None:
    assert WORDS in PAGES
    told = words()
    assert told["strategy"] == STRATEGY
    assert told["tactic_hint"] == TACTIC_HINT


def test_files_stay_readable() -> None:
    for name, page in PAGES.items():
        if name.endswith((".js", ".css")):
            lines = page.body.decode().splitlines()
            assert len(lines) < 400, name
            assert not [at for at, line in enumerate(lines, 1) if len(line) > 120], name
