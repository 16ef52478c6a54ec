"""A report in its form, and safely into a file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tabletop.errors import TabletopError, UsageError
from tabletop.report.facts import Report


def _markdown(report: Report) -> str:
    from tabletop.report.markdown import markdown

    return markdown(report)


def _html(report: Report) -> str:
    from tabletop.report.page import html

    return html(report)


def _csv(report: Report) -> str:
    from tabletop.report.tables import csv

    return csv(report)


def _json(report: Report) -> str:
    from tabletop.report.tables import json

    return json(report)


_RENDER: Final[dict[str, Callable[[Report], str]]] = {"html": _html, "md": _markdown, "csv": _csv, "json": _json}
FORMS: Final = tuple(_RENDER)
"""The forms by the endings of their files."""


def render(report: Report, form: str) -> str:
    """The report in one of `FORMS`; raises `UsageError` for another."""
    if form not in _RENDER:
        raise UsageError(f"A report has no form “{form}”.", f"One of: {', '.join(FORMS)}.")
    return _RENDER[form](report)


def form_of(path: Path) -> str:
    """The form that a file's ending picks; raises `UsageError` for an ending that picks none."""
    ending = path.suffix.lower().removeprefix(".")
    form = {"htm": "html", "markdown": "md"}.get(ending, ending)
    if form not in FORMS:
        said = f"The ending “.{ending}” of {path.name}" if ending else f"{path.name} has no ending, which"
        known = ", ".join(f".{one}" for one in FORMS)
        raise UsageError(f"{said} picks no form for the report.", f"Use one of {known}.")
    return form


def write(report: Report, path: Path, *, form: str = "", force: bool = False) -> None:
    """Write a report, whole or not at all; `form` by default as the ending says.

    Raises `UsageError` for an unknown ending, and `TabletopError` when the file exists already (unless `force`) or its
    folder does not take it.
    """
    made = form or form_of(path)
    write_text(lambda: render(report, made), path, force=force)


def write_text(make: Callable[[], str], path: Path, *, force: bool = False, private: bool = False) -> None:
    """Write what `make` gives, whole or not at all; raises `TabletopError` as `write` does, before anything is made.

    `private`: for nobody else on this machine to read.
    """
    require_free(path, force)
    text = make()
    part = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            if private:
                part.chmod(0o600)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put(part, path, force)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def require_free(path: Path, force: bool = False) -> None:
    """Raise `TabletopError` where no file can be made: a folder, no folder, or a file (unless `force`)."""
    if path.is_dir():
        raise TabletopError(f"{path} is a folder.", f"Name a file in it, like {path / 'report.html'}.")
    if not path.parent.is_dir():
        raise TabletopError(f"There is no folder {path.parent}.", "Make it first, or name another place.")
    if not force and (path.exists() or path.is_symlink()):
        raise _exists(path)


def _put(part: Path, path: Path, force: bool) -> None:
    if force:
        part.replace(path)
        return
    try:
        os.link(part, path)  # fails where somebody has made the file in the meantime
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:  # a file system without links
        part.replace(path)


def _exists(path: Path) -> TabletopError:
    return TabletopError(f"{path} exists already.", "Name another file, or replace it with --force.")


def _refused(path: Path, error: OSError) -> TabletopError:
    return TabletopError(f"The report cannot be written to {path}: {error.strerror}.", "Name another place.")
