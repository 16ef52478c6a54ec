"""The registry of what the literature of alliance diplomacy names, and where each concept lives in the game."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from tabletop.content import reader
from tabletop.content.models import Distinct, Id, Line, Many, Model, Paragraph, Word
from tabletop.content.problems import ContentError, Problem
from tabletop.content.shape import shape

REGISTRY: Final = Path(__file__).with_name("concepts.yaml")


class Shown(Model):
    """One place where a concept can be met."""

    kind: Word
    """What shows it: rule, variable, card, role, report, tactic, clause …"""
    ref: Line


class Concept(Model):
    """One concept of the literature."""

    id: Id
    name: Line
    seed: Distinct[int] = ()
    """The source essays (0 to 4) that name it."""
    definition: Paragraph
    shown: Many[Shown] = ()
    planned: Line | None = None
    """Content still to come that will show it."""
    sources: Many[Line] = ()


@lru_cache(maxsize=4)
def load_concepts(path: Path = REGISTRY) -> dict[str, Concept]:
    """All concepts by id.  Raises `ContentError` when the registry is wrong."""
    document = reader.read(path, path.parent)
    problems: list[Problem] = list(document.source.problems)
    concepts: dict[str, Concept] = {}
    if document.sound:
        entries = document.data if isinstance(document.data, list) else []
        if not entries:
            problems.append(
                document.root.problem("E203", "the registry is a list of concepts", "begin each with “- id: …”")
            )
        for index, raw in enumerate(entries):
            concept = shape(Concept, raw, document.root / index, problems)
            if concept is not None and concept.id in concepts:
                problems.append(
                    document.root.at(index, "id").problem("E305", f"“{concept.id}” is there twice", "rename one")
                )
            elif concept is not None:
                concepts[concept.id] = concept
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    return concepts
