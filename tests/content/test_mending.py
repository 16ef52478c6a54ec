"""Fixes replace the marked characters and nothing else, whatever the file's line ends and neighbours are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabletop.content import check_paths
from tabletop.content.mending import mend, write

SMALL = Path(__file__).parent / "samples" / "small.yaml"


def mended(file: Path, data: bytes) -> bytes:
    file.write_bytes(data)
    write(mend(check_paths([file]), [file.parent]))
    return file.read_bytes()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_rest_stays_byte_for_byte(tmp_path: Path, end: bytes, mark: bytes) -> None:
    whole = mark + SMALL.read_bytes().replace(b"\n", end)
    broken = whole
    for good, bad in (
        (b"repeat: true", b"repeat: yes"), (b"tension > 50 or", b"tensoin > 50 or"), (b"{aster: high", b"{astr: high"),
        (b"situation: Whose", b"situaton: Whose"), (b"minutes: 30", b"minutes: 030"), (b"'cyber' in", b"'cybr' in"),
    ):  # fmt: skip
        assert good in broken
        broken = broken.replace(good, bad)
    assert mended(tmp_path / "small.yaml", broken) == whole


def test_two_fixes_on_one_line(tmp_path: Path) -> None:
    whole = SMALL.read_bytes()
    assert mended(tmp_path / "a.yaml", whole.replace(b"aster: high, brel:", b"astr: high, brl:")) == whole


def test_what_is_not_clear_stays(tmp_path: Path) -> None:
    for good, bad in ((b"domain: external", b"domain: foreign"), (b"escalation: 1", b"escalation: 9")):
        broken = SMALL.read_bytes().replace(good, bad)
        assert broken != SMALL.read_bytes()
        assert mended(tmp_path / "a.yaml", broken) == broken


def test_a_file_that_has_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(SMALL.read_bytes().replace(b"repeat: true", b"repeat: yes"))
    problems = check_paths([file])
    later = file.read_bytes().replace(b"repeat: yes", b"repeat:  yes")
    file.write_bytes(later)
    assert mend(problems, [tmp_path]) == []


def test_files_elsewhere_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a" / "a.yaml"
    file.parent.mkdir()
    file.write_bytes(SMALL.read_bytes().replace(b"repeat: true", b"repeat: yes"))
    assert mend(check_paths([file]), [tmp_path / "b"]) == []


def test_quoted_words_are_replaced_whole(tmp_path: Path) -> None:
    broken = SMALL.read_bytes().replace(b"tags: [cyber]", b'tags: ["cybr"]')
    assert b"tags: [cyber]" in mended(tmp_path / "a.yaml", broken)
