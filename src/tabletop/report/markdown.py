"""The report as Markdown (CommonMark with tables).  Whatever authors and players wrote appears as they wrote it."""

from __future__ import annotations

import re
from typing import Final

from tabletop.content.text import clean
from tabletop.report.blocks import MARK, Block, Bullets, Figure, Heading, Para, Table, paragraphs
from tabletop.report.facts import Report
from tabletop.report.sections import sections, subtitle, title

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&^@])")
_STARTS: Final = re.compile(r"^(?:([-+](?=[\s-]|$)|[=:])|(\d+)(?=[.)](?:\s|$)))")
"""What would begin a list, a heading's underline or a definition at the start of a line."""
_ADDRESS: Final = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)")
"""What some readers of Markdown turn into a link by themselves."""


def markdown(report: Report) -> str:
    """The whole report."""
    lines = [f"# {escape(title(report))}", "", escape(subtitle(report)), ""]
    for section in sections(report):
        lines += [f"## {escape(section.title)}", ""]
        for block in section.blocks:
            lines += [*made, ""] if (made := _block(block)) else []
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """`text` on one line so that Markdown shows it as written: no link, mark-up or HTML comes to life."""
    line = " ".join(clean(text).split())
    line = _SPECIAL.sub(r"\\\1", line)
    line = _ADDRESS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"{m[3]}\\{m[4]}", line)
    return _STARTS.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\", line)


def _block(block: Block) -> list[str]:
    if isinstance(block, Heading):
        return [f"{'#' * block.level} {escape(block.text)}"]
    if isinstance(block, Para):
        return _paragraphs(block)
    if isinstance(block, Bullets):
        return [line for item in block.items for line in _item(item)]
    if isinstance(block, Figure):
        return _table(block.table) if block.table else []
    return _table(block)


def _paragraphs(para: Para) -> list[str]:
    parts = _parts(para)
    lines: list[str] = []
    for part in parts:
        lines += [part, ""]
    return lines[:-1]


def _item(para: Para) -> list[str]:
    first, *more = _parts(para) or [""]
    lines = [f"- {first}"]
    for part in more:
        lines += ["", f"  {part}"]
    return lines


def _parts(para: Para) -> list[str]:
    """The paragraphs, escaped; the first with its sign and its bold words."""
    # A backslash at the end of a line is Markdown's line break.
    texts = ["\\\n  ".join(map(escape, part.split("\n"))) for part in paragraphs(para)]
    head = f"{MARK[para.tone]} " if para.tone else ""
    lead = escape(para.lead)
    head += f"**{lead}** " if lead else ""
    return [f"{head}{texts[0]}" if texts else head.rstrip(), *texts[1:]]


def _table(table: Table) -> list[str]:
    rule = ["---:" if column in table.numbers else "---" for column in range(len(table.head))]
    rows = ["| " + " | ".join(escape(cell) or " " for cell in row) + " |" for row in table.rows]
    head = "| " + " | ".join(escape(cell) for cell in table.head) + " |"
    return [f"{escape(table.caption)}:", "", head, "| " + " | ".join(rule) + " |", *rows]
