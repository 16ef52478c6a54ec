"""Aimed walks: thousands of games that look for every card, option, act, ending, effect and side of a condition."""

from tabletop.workbench.walks.findings import check_paths, examine
from tabletop.workbench.walks.results import Results
from tabletop.workbench.walks.search import WALKS, Search
from tabletop.workbench.walks.targets import Ground, Target, ground

__all__ = ["WALKS", "Ground", "Results", "Search", "Target", "check_paths", "examine", "ground"]
