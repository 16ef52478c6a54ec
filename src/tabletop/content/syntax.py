"""A YAML parser's complaint in an author's words.

libyaml and PyYAML's own parser word the same trouble differently; each pattern below fits both.
"""

from __future__ import annotations

import re
from typing import Any, Final

from tabletop.content.layout import Fault, misplaced, stray_text, unclosed_quote
from tabletop.content.source import Source
from tabletop.content.text import shorten

_QUOTE: Final = "put text in quotes when it contains “: ”, “ #”, or one of , [ ] { } inside a { } or [ ] list"

_WORDS: Final = tuple(
    (re.compile(pattern), message, hint)
    for pattern, message, hint in (
        (r"mapping values are not allowed", "a second “:” on one line", "put the text in quotes if it contains “: ”"),
        (r"could not find expected ':'", "a line that is neither “key: value” nor part of the text above it",
         "add the “:”, or indent the line further than the key it belongs to"),
        (r"expected ',' or ('\}'|'\]')", "this list is not closed here, or holds text that needs quotes", _QUOTE),
        (r"expected (key|<block end>|<block mapping start>)|did not find expected '-'|"
         r"block (sequence|collection|mapping)s? (entries )?(is|are) not allowed",
         "this line does not fit its neighbours", "compare its indent, dash and colon with the line before and after"),
        (r"unexpected end of stream", "a quotation mark is opened here and never closed",
         "close it, or use “ ” inside"),
        (r"unknown escape|unexpected escape|hexdecimal|hexadecimal", "a backslash that means nothing in double quotes",
         "use single quotes, or write the backslash twice"),
        (r"cannot start any token", "this character cannot begin a plain text", "put the text in quotes"),
        (r"undefined tag|tag|handle|URI", "this looks like a tag", "text that begins with ! needs quotes"),
        (r"alphabetic or numeric|anchor|alias", "this looks like an anchor or alias",
         "text that begins with & or * needs quotes"),
        (r"expected the node content|did not find expected node content", "a value is missing or misplaced here",
         _QUOTE),
        (r"document start|<document start>", "the file should have ended here",
         "does this line start too far to the left, or with a stray character?"),
        (r"block scalar|indentation indicator|comment or line break", "nothing but a line break may follow | or >",
         "start the text on the next line, indented"),
    )
)  # fmt: skip

_STRUCTURE: Final = re.compile(
    r"mapping values|expected (key|',' or|<block|'?<document)|"
    r"did not find expected ('-'|key|<document|',')|are not allowed"
)


def report(origin: Source, error: Any) -> None:
    """Report a syntax error where it begins (an unclosed list or quotation mark: where it was opened)."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark
    if opened is not None and ("end of stream" in problem or "expected ',' or" in problem):
        last = max((n for n, line in enumerate(origin.lines) if line.strip()), default=0)
        if "end of stream" in problem or mark is None or mark.line > last:
            mark = opened
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, len(origin.lines) - 1)
    fault = _slip(origin, problem, error)
    if fault is not None:
        origin.report("E104", fault.line, fault.column, fault.message, fault.hint, fault.length)
        return
    if "could not find expected ':'" in problem and opened is not None:
        line, column = opened.line, opened.column
    for pattern, message, hint in _WORDS:
        if pattern.search(problem):
            if opened is not None and "flow" in context and opened.line != line:
                hint += f"; the {'[ ]' if 'sequence' in context else '{ }'} list began on line {opened.line + 1}"
            origin.report("E104", line, column, message, hint)
            return
    origin.report("E104", line, column, f"this is not YAML: {shorten(problem or str(error), 100)}")


def _slip(origin: Source, problem: str, error: Any) -> Fault | None:
    """A slip of the layout that the complaint comes from, though it may stand somewhere else."""
    mark = error.problem_mark
    if mark is None or mark.line >= len(origin.lines):
        return None
    if "expected ':'" in problem:
        return stray_text(origin.lines, error.context_mark.line) if error.context_mark else None
    if "end of stream" in problem or not _STRUCTURE.search(problem):
        return None
    found = unclosed_quote(origin.lines, mark.line, mark.column)
    if found is not None or "expected ','" in problem:
        return found
    return misplaced(origin.lines, mark.line, mark.column)
