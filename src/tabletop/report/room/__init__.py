"""The part of a report that a class adds: one thread from the aims of learning to what is to be done about them."""

from __future__ import annotations
