"""The zip file of a pack, byte by byte: written always the same, and read without trusting a word of it.

Python's own reader follows the list at the end of a zip and forgives what does not fit to it.  Two readers can so see
two different packs in one file, and the one that was looked at need not be the one that is unpacked.  Here every byte
belongs to exactly one entry or to the list, both say the same, and sizes are limited before anything is unpacked.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tabletop.content.text import shorten
from tabletop.workbench.packs import names
from tabletop.workbench.packs.errors import UnsafeError

MAX_ARCHIVE: Final = 40 * 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_ENTRY: Final = 2 * 1024 * 1024
"""Bytes of one file; authored files of more are refused by the reader anyway."""
MAX_TOTAL: Final = 32 * 1024 * 1024
MAX_RATIO: Final = 100
"""How many times its packed size a file may have; YAML has about five."""
SMALL: Final = 4_096
"""Bytes that a file may have whatever its ratio."""

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_UTF8: Final = 0x800
_HARMLESS: Final = _UTF8 | 0x6
"""Flags that may be set: names in UTF-8, and how hard the packer tried."""
_EXTRA: Final = frozenset([0x5455, 0x7875, 0x5855, 0x000A])
"""Extra fields that may be there: times and owners, which nobody reads."""
_DATE: Final = 1 << 5 | 1
"""The first day a zip can tell: 1 January 1980."""
_BETWEEN: Final = "bytes lie between the entries that none of them owns"
_ADVICE: Final = "Ask its author for the file that tabletop pack made."


@dataclass(frozen=True, slots=True)
class _Entry:
    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def write(files: Mapping[str, bytes]) -> bytes:
    """A zip with some files, the same bytes for the same files on every machine.

    Names stand in order, the manifest first; times are fixed; nothing is compressed, because not every machine
    compresses to the same bytes.
    """
    body, listing = bytearray(), bytearray()
    for name in sorted(files, key=lambda name: (name != names.MANIFEST, name)):
        data, raw = files[name], name.encode()
        flags = 0 if name.isascii() else _UTF8
        common = (20, flags, _STORED, 0, _DATE, zlib.crc32(data), len(data), len(data), len(raw), 0)
        mode = (stat.S_IFREG | 0o644) << 16
        listing += _CENTRAL.pack(b"PK\x01\x02", 20 | 3 << 8, *common, 0, 0, 0, mode, len(body)) + raw
        body += _LOCAL.pack(b"PK\x03\x04", *common) + raw + data
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(listing), len(body), 0)
    return bytes(body + listing + end)


def load(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a pack's file; raises `UnsafeError` when it cannot be one, whatever is in it."""
    shown = shorten(os.fspath(path), 200)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnsafeError(f"{shown} is not an ordinary file.", "Name a .tabletop.zip file.")
            data = stream.read(MAX_ARCHIVE + 1)
    except (OSError, ValueError) as error:
        if Path(path).is_dir():
            raise UnsafeError(f"{shown} is a folder.", "Name a .tabletop.zip file; tabletop pack makes one.") from error
        reason = getattr(error, "strerror", None) or "the name is not usable"
        raise UnsafeError(f"{shown} cannot be read: {reason}.", "Name a .tabletop.zip file.") from error
    if len(data) > MAX_ARCHIVE:
        raise UnsafeError(f"{shown} is larger than {MAX_ARCHIVE >> 20} MiB; no pack is.", _ADVICE)
    return data


def read(data: bytes) -> dict[str, bytes]:
    """The files of a zip, by name; raises `UnsafeError` at the first thing a pack made by `write` would not have.

    Compressed files and empty folder entries, as other zip programs make them, are taken too.
    """
    end, entries = _listing(data)
    at, total = 0, 0
    files: dict[str, bytes] = {}
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset != at:
            raise _unsafe("entries overlap" if entry.offset < at else _BETWEEN)
        start = _body(data, entry)
        at = start + entry.packed
        if at > end:
            raise _unsafe("an entry is longer than the file")
        total += entry.size
        if total > MAX_TOTAL:
            raise _unsafe(f"unpacked, it has more than {MAX_TOTAL >> 20} MiB")
        if entry.name.endswith("/"):
            if entry.size or _unpacked(entry, data[start:at]):
                raise _unsafe(f"the folder “{shorten(entry.name)}” has content of its own")
            continue
        files[entry.name] = _unpacked(entry, data[start:at])
    if at != end:
        raise _unsafe(_BETWEEN)
    return files


def _unsafe(what: str) -> UnsafeError:
    return UnsafeError(f"This is not a pack that can be trusted: {what}.", _ADVICE)


def _listing(data: bytes) -> tuple[int, list[_Entry]]:
    """Where the list of entries begins, and what it says."""
    if len(data) < _END.size or b"PK\x05\x06" not in data[-_END.size - 0xFFFF :]:
        what = "it is cut short" if data.startswith(b"PK\x03\x04") else "it is no zip file"
        raise _unsafe(what)
    place = len(data) - _END.size
    if data[place : place + 4] != b"PK\x05\x06":
        cut = data.rfind(b"PK\x05\x06") > place
        raise _unsafe("it is cut short" if cut else "something stands behind its end")
    _, disk, first, here, count, size, start, comment = _END.unpack_from(data, place)
    large = data[max(0, place - 20) : place - 16] == b"PK\x06\x07"
    if large or 0xFFFF in (disk, here, count) or 0xFFFFFFFF in (size, start):
        raise _unsafe("it is a zip of the large kind (zip64)")
    if disk or first or here != count or comment:
        raise _unsafe("its end does not fit to its beginning")
    if count > MAX_ENTRIES:
        raise _unsafe(f"it has {count:,} entries, more than {MAX_ENTRIES:,}")
    if start + size != place:
        raise _unsafe("something stands before its beginning, or its list of entries is elsewhere")
    entries: list[_Entry] = []
    at = start
    while at < place:
        if len(entries) >= count or at + _CENTRAL.size > place:
            raise _unsafe("its list of entries is longer than it says")
        entry, at = _listed(data, at, place)
        entries.append(entry)
    if len(entries) != count:
        raise _unsafe("its list of entries is shorter than it says")
    twice = names.collision(entry.name.rstrip("/") for entry in entries if not entry.name.endswith("/"))
    if twice is not None:
        first_name, second = (shorten(name) for name in twice)
        raise _unsafe(f"some disks would take “{first_name}” and “{second}” for one file")
    return start, entries


def _listed(data: bytes, at: int, end: int) -> tuple[_Entry, int]:
    """One entry of the list, and where the next begins."""
    (mark, made, _, flags, method, _, _, crc, packed, size, name_size, extra_size, comment_size, disk, _, mode,
     offset) = _CENTRAL.unpack_from(data, at)  # fmt: skip
    if mark != b"PK\x01\x02":
        raise _unsafe("its list of entries is broken")
    after = at + _CENTRAL.size + name_size + extra_size + comment_size
    if after > end:
        raise _unsafe("its list of entries is broken")
    named = at + _CENTRAL.size + name_size
    raw = data[at + _CENTRAL.size : named]
    name = _name(raw, flags)
    shown = shorten(name)
    if flags & 1:
        raise _unsafe(f"“{shown}” is encrypted")
    if flags & ~_HARMLESS:
        raise _unsafe(f"“{shown}” has flags that no pack needs")
    if method not in (_STORED, _DEFLATED):
        raise _unsafe(f"“{shown}” is packed in an unusual way ({method})")
    if disk or comment_size or 0xFFFFFFFF in (packed, size, offset):
        raise _unsafe(f"“{shown}” has a comment, or lies on another disk")
    _refuse_extra(data[named : named + extra_size], shown)
    _refuse_kind(made >> 8, mode, name)
    if size > MAX_ENTRY:
        raise _unsafe(f"“{shown}” has {size:,} bytes, more than {MAX_ENTRY >> 20} MiB")
    if size > SMALL and size > MAX_RATIO * max(1, packed):
        raise _unsafe(f"“{shown}” would grow to more than {MAX_RATIO} times its size")
    if method == _STORED and size != packed:
        raise _unsafe(f"“{shown}” has two sizes")
    return _Entry(raw, name, flags, method, crc, packed, size, offset), after


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        raise _unsafe("a name is in no known alphabet") from error
    reason = names.wrong(name.removesuffix("/"))
    if reason:
        raise _unsafe(f"{reason} (“{shorten(name)}”)")
    return name


def _refuse_extra(extra: bytes, shown: str) -> None:
    """Extra fields can give an entry another name or size than the one that was looked at."""
    while extra:
        kind, size = struct.unpack_from("<2H", extra) if len(extra) >= 4 else (0, 0)
        if kind not in _EXTRA or 4 + size > len(extra):
            raise _unsafe(f"“{shown}” has extra data that no pack needs")
        extra = extra[4 + size :]


def _refuse_kind(system: int, mode: int, name: str) -> None:
    """Links, devices and pipes; and folders that call themselves files, or the other way round."""
    folder = name.endswith("/")
    kind = stat.S_IFMT(mode >> 16)
    if kind not in (0, stat.S_IFDIR if folder else stat.S_IFREG):
        what = "a link" if kind == stat.S_IFLNK else "no ordinary file"
        raise _unsafe(f"“{shorten(name)}” is {what}")
    if mode & 0x400 or (mode & 0x10 and not folder):
        raise _unsafe(f"“{shorten(name)}” is no ordinary file")


def _body(data: bytes, entry: _Entry) -> int:
    """Where the bytes of an entry begin, once its own header says the same as the list."""
    if entry.offset + _LOCAL.size > len(data):
        raise _unsafe("an entry lies behind the end")
    mark, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack_from(data, entry.offset)
    after = entry.offset + _LOCAL.size
    raw = data[after : after + name_size]
    told = (b"PK\x03\x04", entry.flags, entry.method, entry.crc, entry.packed, entry.size, entry.raw)
    if (mark, flags, method, crc, packed, size, raw) != told:
        raise _unsafe(f"“{shorten(entry.name)}” is called or measured otherwise in the list than in its place")
    after += name_size
    _refuse_extra(data[after : after + extra_size], shorten(entry.name))
    return after + extra_size


def _unpacked(entry: _Entry, packed: bytes) -> bytes:
    data = packed
    if entry.method == _DEFLATED:
        unpacker = zlib.decompressobj(-15)
        try:
            data = unpacker.decompress(packed, entry.size + 1)
        except zlib.error as error:
            raise _unsafe(f"“{shorten(entry.name)}” cannot be unpacked") from error
        if not unpacker.eof or unpacker.unused_data or unpacker.unconsumed_tail:
            raise _unsafe(f"“{shorten(entry.name)}” is longer or shorter than it says")
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise _unsafe(f"“{shorten(entry.name)}” is damaged")
    return data
