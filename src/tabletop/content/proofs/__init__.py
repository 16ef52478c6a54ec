"""Beyond form: what can be proved of a campaign without playing it, and what a careful reader would remark.

`prove` takes a campaign whose names and conditions are sound.  It makes warnings (W3) and tips (T4), never an error,
so that playing need not pay for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from tabletop.content.linking import Links
from tabletop.content.loading import Loaded
from tabletop.content.problems import Problem


def prove(loaded: Loaded, links: Links, told: Iterable[Problem] = ()) -> list[Problem]:
    """Everything found in a sound campaign; nothing at a place where `told` already says why."""
    from tabletop.content.proofs.fitting import fitting
    from tabletop.content.proofs.history import history
    from tabletop.content.proofs.objectives import objectives
    from tabletop.content.proofs.pointless import pointless
    from tabletop.content.proofs.reach import Reach
    from tabletop.content.proofs.reading import reading
    from tabletop.content.proofs.remarks import remarks
    from tabletop.content.proofs.verdicts import verdicts

    spoken = {(problem.file, problem.line, problem.column) for problem in told}
    reach = Reach(loaded, links)
    parts = (verdicts, pointless, history, reading, fitting, remarks, objectives)
    found = [problem for part in parts for problem in part(reach)]
    return [problem for problem in found if (problem.file, problem.line, problem.column) not in spoken]
