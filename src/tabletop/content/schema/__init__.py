"""JSON Schema of what authors write, made from the models, for editors that help while one types.

Draft 7, because every release of the YAML language server in use understands it.  The descriptions are the
docstrings that stand under each field of the models, with range and default added; nothing is written twice.
"""

from __future__ import annotations

from tabletop.content.schema.making import KINDS, Kind, Schema, schema
from tabletop.content.schema.own import Own, gather

__all__ = ["KINDS", "Kind", "Own", "Schema", "gather", "schema"]
