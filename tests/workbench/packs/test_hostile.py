"""Zips made to harm: each is refused with its own sentence, nothing is written, and it takes no time and no memory."""

from __future__ import annotations

import contextlib
import io
import os
import random
import stat
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tabletop.workbench.packs import archive, installing, names, opening
from tabletop.workbench.packs.errors import PackError, UnsafeError


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries, as any program might make it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as file:
        for name, data in entries:
            file.writestr(name, data)
    return target.getvalue()


def special(name: str, mode: int, data: bytes = b"x", *, dos: int = 0) -> tuple[zipfile.ZipInfo, bytes]:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = mode << 16 | dos
    return entry, data


def raw_name(old: bytes, new: bytes, *, places: int = 2) -> bytes:
    """A zip whose only entry is renamed where it stands: names that Python would not write itself."""
    assert len(old) == len(new)
    data = zipped((old.decode(), b"x"), method=zipfile.ZIP_STORED)
    assert data.count(old) == 2
    return data.replace(old, new, places)


def patched(offset: int, size: str, value: int, *, central: bool = True) -> bytes:
    """A zip of one stored file with one number changed, in the list or in the entry's own header."""
    data = bytearray(zipped(("README.md", b"hello world"), method=zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02") if central else 0
    struct.pack_into(size, data, at + offset, value)
    return bytes(data)


def overlapping() -> bytes:
    """Two names for the same bytes: the way to petabytes out of a small file."""
    data = bytearray(zipped(("a.md", b"0" * 4000), ("b.md", b"0" * 4000)))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<L", data, second + 42, 0)
    return bytes(data)


def hidden_between() -> bytes:
    """Bytes that no entry owns, with every offset right."""
    data = zipped(("a.md", b"a"), method=zipfile.ZIP_STORED)
    at = data.index(b"PK\x01\x02")
    whole = bytearray(data[:at] + b"MZ hidden program" + data[at:])
    struct.pack_into("<L", whole, len(whole) - 6, at + 17)
    return bytes(whole)


def zip64() -> bytes:
    data = bytearray(zipped(("a.md", b"a")))
    struct.pack_into("<2H2L", data, len(data) - 14, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    return bytes(data)


def many(count: int) -> bytes:
    return zipped(*((f"decks/d/{number}.yaml", b"") for number in range(count)), method=zipfile.ZIP_STORED)


def wide(count: int) -> bytes:
    """Many files of the largest size there may be, each within its ratio."""
    noise = random.Random(1).randbytes(archive.MAX_ENTRY // 40) * 40
    return zipped(*((f"decks/d/{number}.yaml", noise) for number in range(count)))


def raw_twice() -> bytes:
    return zipped(("a.md", b"one"), ("b.md", b"two"), method=zipfile.ZIP_STORED).replace(b"b.md", b"a.md")


def encrypted() -> bytes:
    data = bytearray(zipped(("a.md", b"a"), method=zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying_deflate() -> bytes:
    """The stream gives more than its header says."""
    data = bytearray(zipped(("a.md", b"0" * 4000)))
    for at in (22, data.index(b"PK\x01\x02") + 24):
        struct.pack_into("<L", data, at, 100)
    return bytes(data)


def extra(kind: int) -> bytes:
    entry = zipfile.ZipInfo("a.md")
    entry.extra = struct.pack("<2H", kind, 5) + b"\x01abcd"
    return zipped((entry, b"a"), method=zipfile.ZIP_STORED)


GOOD = zipped(("README.md", b"hello"))
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty file": (lambda: b"", "no zip"),
    "not a zip": (lambda: b"%PDF-1.7 " * 500, "no zip"),
    "a tar": (lambda: b"ustar\0" * 400, "no zip"),
    "truncated": (lambda: GOOD[:-9], "cut short"),
    "truncated in the list": (lambda: GOOD[:40] + GOOD[-22:], "before its beginning"),
    "prepended data": (lambda: b"#!/bin/sh\n" + GOOD, "before its beginning"),
    "appended data": (lambda: GOOD + b"more", "behind its end"),
    "a comment": (lambda: GOOD[:-2] + b"\x04\0hide", "behind its end"),
    "zip-slip": (lambda: zipped(("../../evil.md", b"x")), "out of its folder"),
    "zip-slip inside": (lambda: zipped(("decks/../../evil.md", b"x")), "out of its folder"),
    "absolute": (lambda: zipped(("/etc/cron.d/evil.md", b"x")), "root of the disk"),
    "drive letter": (lambda: zipped(("C:/evil.md", b"x")), "drive letter"),
    "drive-relative": (lambda: zipped(("C:evil.md", b"x")), "drive letter"),
    "backslashes": (lambda: raw_name(b"AAxxxx.md", b"..\\\\xx.md"), "backslash"),
    "stream name": (lambda: zipped(("README.md:evil", b"x")), "one of <"),
    "NUL in a name": (lambda: raw_name(b"a.md_.exe", b"a.md\0.exe"), "control or invisible"),
    "newline in a name": (lambda: raw_name(b"a_.md", b"a\n.md"), "control or invisible"),
    "escape in a name": (lambda: raw_name(b"a_[2J.md", b"a\x1b[2J.md"), "control or invisible"),
    "turned name": (lambda: zipped(("a\u202edm.md", b"x")), "control or invisible"),
    "no known alphabet": (lambda: raw_name(b"a__.md", b"a\xff\xfe.md"), "no known alphabet"),
    "empty name": (lambda: archive.write({"": b"x"}), "empty"),
    "empty part": (lambda: zipped(("decks//a.md", b"x")), "empty part"),
    "long name": (lambda: zipped(("a" * 130 + ".md", b"x")), "more than 120"),
    "deep name": (lambda: zipped(("a/" * 20 + "a.md", b"x")), "folders deep"),
    "hidden file": (lambda: zipped((".bashrc", b"x")), "hidden"),
    "hidden folder": (lambda: zipped((".git/config.md", b"x")), "hidden"),
    "device of Windows": (lambda: zipped(("decks/con.yaml", b"x")), "Windows"),
    "device with spaces": (lambda: zipped(("decks/AUX .yaml", b"x")), "Windows"),
    "dot at the end": (lambda: zipped(("decks./a.yaml", b"x")), "ends with a dot"),
    "space at the end": (lambda: zipped(("README.md ", b"x")), "space"),
    "decomposed name": (lambda: zipped(("cafe\u0301.md", b"x")), "composed"),
    "the same name twice": (raw_twice, "for one file"),
    "case collision": (lambda: zipped(("README.md", b"a"), ("readme.md", b"b")), "for one file"),
    "folder case collision": (lambda: zipped(("A/x.md", b"a"), ("a/y.md", b"b")), "for one file"),
    "sharp s collision": (lambda: zipped(("stra\u00dfe.md", b"a"), ("STRASSE.md", b"b")), "for one file"),
    "full-width collision": (lambda: zipped(("a.md", b"a"), ("\uff41.md", b"b")), "for one file"),
    "file and folder": (lambda: zipped(("a.md", b"a"), ("a.md/b.md", b"b")), "for one file"),
    "symbolic link": (lambda: zipped(special("a.md", stat.S_IFLNK | 0o777, b"/etc/passwd")), "a link"),
    "device": (lambda: zipped(special("a.md", stat.S_IFCHR | 0o666)), "no ordinary file"),
    "pipe": (lambda: zipped(special("a.md", stat.S_IFIFO | 0o666)), "no ordinary file"),
    "socket": (lambda: zipped(special("a.md", stat.S_IFSOCK | 0o666)), "no ordinary file"),
    "folder as a file": (lambda: zipped(special("a.md", stat.S_IFDIR | 0o777)), "no ordinary file"),
    "junction": (lambda: zipped(special("a.md", 0, dos=0x400)), "no ordinary file"),
    "folder with content": (lambda: raw_name(b"decks_", b"decks/"), "content of its own"),
    "a bomb": (lambda: zipped(("decks/d/a.yaml", b"\0" * 2_000_000)), "100 times"),
    "a large bomb": (lambda: zipped(("decks/d/a.yaml", b"\0" * 50_000_000)), "more than 2 MiB"),
    "a wide bomb": (lambda: wide(17), "more than 32 MiB"),
    "overlapping entries": (overlapping, "otherwise in the list|overlap"),
    "hidden between entries": (hidden_between, "none of them owns"),
    "2,001 entries": (lambda: many(2_001), "more than 2,000"),
    "100,000 entries": (lambda: many(100_000), "zip64|more than 2,000"),
    "zip64": (zip64, "zip64"),
    "encrypted": (encrypted, "encrypted"),
    "unusual packing": (lambda: zipped(("a.md", b"a" * 99), method=zipfile.ZIP_LZMA), "flags|unusual way"),
    "bzip2": (lambda: zipped(("a.md", b"a" * 99), method=zipfile.ZIP_BZIP2), "unusual way"),
    "other name in the header": (lambda: raw_name(b"README.md", b"EVIL_.exe", places=1), "otherwise in the list"),
    "other size in the header": (lambda: patched(22, "<L", 5, central=False), "otherwise in the list"),
    "other sum in the header": (lambda: patched(14, "<L", 5, central=False), "otherwise in the list"),
    "wrong sum": (lambda: GOOD.replace(struct.pack("<L", zlib.crc32(b"hello")), b"\1\2\3\4"), "damaged"),
    "two sizes": (lambda: patched(24, "<L", 5), "two sizes"),
    "wrong offset": (lambda: patched(42, "<L", 9_999_999), "owns|behind"),
    "huge name length": (lambda: patched(28, "<H", 65_000), "broken"),
    "huge comment length": (lambda: patched(32, "<H", 65_000), "broken"),
    "another disk": (lambda: patched(34, "<H", 3), "another disk"),
    "more than it says": (lying_deflate, "longer or shorter"),
    "second name in extra data": (lambda: extra(0x7075), "extra data"),
    "second size in extra data": (lambda: extra(0x0001), "extra data|zip64|large"),
    "too many counted": (lambda: GOOD[:-14] + b"\x09\0\x09\0" + GOOD[-10:], "shorter than it says"),
    "too few counted": (lambda: GOOD[:-14] + b"\0\0\0\0" + GOOD[-10:], "longer than it says"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused(attack: str, own_home: Path, tmp_path: Path) -> None:
    make, reason = ATTACKS[attack]
    data = make()
    before = sorted(tmp_path.rglob("*"))
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(UnsafeError, match=reason) as caught:
        installing.install(opening.read_pack(data))
    took, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 5
    assert peak < 120_000_000
    assert sorted(tmp_path.rglob("*")) == before
    assert not own_home.exists()
    (line,) = caught.value.lines()
    assert line.isprintable()
    assert caught.value.next_step


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 60


def test_a_file_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnsafeError, match="folder"):
        archive.load(tmp_path)
    with pytest.raises(UnsafeError, match="No such file"):
        archive.load(tmp_path / "none")
    with pytest.raises(UnsafeError, match="not usable"):
        archive.load("a\0b")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UnsafeError, match="ordinary"):
            archive.load(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as file:
        file.truncate(archive.MAX_ARCHIVE + 1)
    with pytest.raises(UnsafeError, match="larger"):
        archive.load(tmp_path / "large")


def test_every_changed_byte_is_noticed(packed: bytes, scale: Callable[[int, int], int]) -> None:
    """One byte flipped anywhere: refused, or (in a time stamp, say) the same content as before."""
    whole = opening.read_pack(packed)
    luck = random.Random(4)
    refused = 0
    for _ in range(scale(400, 20_000)):
        data = bytearray(packed)
        data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
        try:
            found = opening.read_pack(bytes(data))
        except PackError:
            refused += 1
        else:
            assert found.files == whole.files
    assert refused > 300


def test_noise_and_cut_files_are_refused_calmly(packed: bytes, scale: Callable[[int, int], int]) -> None:
    luck = random.Random(5)
    for _ in range(scale(200, 5_000)):
        start, size = luck.randrange(len(packed)), luck.randrange(1, 60)
        data = packed[:start] + luck.randbytes(luck.randrange(60)) + packed[start + size :]
        if data == packed:
            continue
        with contextlib.suppress(PackError):
            assert opening.read_pack(data).files == opening.read_pack(packed).files


def test_what_other_programs_pack_is_taken_when_it_is_the_same(packed: bytes) -> None:
    files = archive.read(packed)
    again = zipped(("decks/", b""), *files.items())
    assert len(again) < len(packed)
    assert opening.read_pack(again).manifest == opening.read_pack(packed).manifest


@pytest.mark.parametrize("name", ["manifest.json", "decks/a/deck.yaml", "decks/Größe/a b.yaml", "README.md", "LICENCE"])
def test_good_names(name: str) -> None:
    assert names.wrong(name) == ""
    assert names.is_content(name)


@pytest.mark.parametrize("name", ["run.sh", "decks/a/run.py", "decks/a.json", "deck.yaml", "tests/a.txt", "a/b.html"])
def test_what_is_neither_content_nor_text(name: str) -> None:
    assert names.wrong(name) == ""
    assert not names.is_content(name)
