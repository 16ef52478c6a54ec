"""What can be true at once: ranges of single quantities, narrowed by what must hold, with cases told apart by ``or``.

Everything here errs to one side only: a set of goals is called impossible when no board whatsoever meets it, and may be
called possible when none does.  Numbers are hundredths, as in `tabletop.rules.conditions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tabletop.content.proofs.ground import ATOMS, SIGNS, TRUTHS
from tabletop.rules.tables import Node

Range = tuple[int, int]
Goal = tuple[Node, bool]
"""A grounded truth, and whether it must hold or must not."""
Wide = Callable[[Node], Range]

CASES: Final = 64
"""Most cases that are told apart; beyond them nothing is proved."""
ROUNDS: Final = 6
_MOST: Final = 10**15
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


class Box(dict[Node, Range]):
    """A range for every quantity; one that is not narrowed yet has the range that `wide` tells."""

    __slots__ = ("narrowed", "wide")

    def __init__(self, wide: Wide, ranges: dict[Node, Range] | None = None) -> None:
        super().__init__(ranges or {})
        self.wide = wide
        self.narrowed = 0
        """How often a range was narrowed."""

    def __missing__(self, atom: Node) -> Range:
        found = self[atom] = self.wide(atom)
        return found

    def branch(self) -> Box:
        return Box(self.wide, self)


def number(node: Node, box: Box) -> Range:
    """The least and the largest value of a number on any board of the box."""
    head = node[0]
    if head == "number":
        return node[1], node[1]
    if head in ATOMS:
        return box[node]
    if head == "tally":
        both = [truth(part, box) for part in node[1:]]
        return 100 * sum(not false for _, false in both), 100 * sum(true for true, _ in both)
    parts = [number(part, box) for part in node[1:]]
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    match head:
        case "+":
            return sum(lows), sum(highs)
        case "-":
            return lows[0] - highs[1], highs[0] - lows[1]
        case "*":
            corners = [(a * b + 50) // 100 for a in parts[0] for b in parts[1]]
            return min(corners), max(corners)
        case "neg":
            return -highs[0], -lows[0]
        case "abs":
            least = 0 if lows[0] <= 0 <= highs[0] else min(abs(lows[0]), abs(highs[0]))
            return least, max(abs(lows[0]), abs(highs[0]))
        case "min":
            return min(lows), min(highs)
        case "max":
            return max(lows), max(highs)
        case "mean":
            return _rounded(sum(lows), len(parts)), _rounded(sum(highs), len(parts))
    raise AssertionError(node)


def _rounded(total: int, count: int) -> int:
    """As `tabletop.rules.arithmetic.ratio`, which this room may not load NumPy for."""
    return (total + count // 2) // count if count % 2 == 0 else (2 * total + count) // (2 * count)


def truth(node: Node, box: Box) -> tuple[bool, bool]:
    """Whether a truth may hold on some board of the box, and whether it may fail on some."""
    head = node[0]
    if head == "const":
        return bool(node[1]), not node[1]
    if head in TRUTHS:
        low, high = box[node]
        return high >= 1, low <= 0
    if head in SIGNS:
        return _compared(head, number(node[1], box), number(node[2], box))
    if head == "not":
        true, false = truth(node[1], box)
        return false, true
    both = [truth(part, box) for part in node[1:]]
    if head == "and":
        return all(true for true, _ in both), any(false for _, false in both)
    if head == "or":
        return any(true for true, _ in both), all(false for _, false in both)
    raise AssertionError(node)


def _compared(sign: str, left: Range, right: Range) -> tuple[bool, bool]:
    (a, b), (c, d) = left, right
    match sign:
        case "<":
            return a < d, b >= c
        case "<=":
            return a <= d, b > c
        case ">":
            return b > c, a <= d
        case ">=":
            return b >= c, a < d
    apart, one = b < c or d < a, a == b == c == d
    return (not apart, not one) if sign == "==" else (not one, not apart)


def narrow(node: Node, want: bool, box: Box) -> bool:
    """Narrow the box in place by one comparison or plain truth; False when nothing is left of it."""
    head = node[0]
    if head == "const":
        return bool(node[1]) == want
    if head in TRUTHS:
        return _within(node, 1 if want else 0, 1 if want else 0, box)
    sign = head if want else _OPPOSITE[head]
    left, right = node[1], node[2]
    if right[0] == "number" and left[0] in ATOMS and sign != "!=":
        # Nearly all comparisons are of this kind.
        (a, b), c = box[left], right[1]
        low = c if sign in ("==", ">=") else c + 1 if sign == ">" else a
        high = c if sign in ("==", "<=") else c - 1 if sign == "<" else b
        if low <= a and b <= high:
            return True
        low, high = max(a, low), min(b, high)
        box[left] = (low, high)
        box.narrowed += 1
        return low <= high
    if sign in (">", ">="):
        sign, left, right = ("<" if sign == ">" else "<="), right, left
    (a, b), (c, d) = number(left, box), number(right, box)
    if sign in ("<", "<="):
        step = 1 if sign == "<" else 0
        return _within(left, -_MOST, d - step, box) and _within(right, a + step, _MOST, box)
    if sign == "==":
        return _within(left, c, d, box) and _within(right, a, b, box)
    if a == b == c == d:
        return False
    if a == b and (a in (c, d)):
        return _within(right, c + (a == c), d - (a == d), box)
    if c == d and (c in (a, b)):
        return _within(left, a + (c == a), b - (c == b), box)
    return True


def _within(node: Node, low: int, high: int, box: Box) -> bool:
    """Demand that a number lies between two values, and carry that to the quantities it is made of."""
    least, most = number(node, box)
    if low <= least and most <= high:
        return True
    low, high = max(low, least), min(high, most)
    if low > high:
        return False
    head = node[0]
    if head in ATOMS:
        box[node] = (low, high)
        box.narrowed += 1
        return True
    if head in ("number", "tally"):
        return head == "number" or _counted(node[1:], low, high, box)
    parts = node[1:]
    match head:
        case "neg":
            return _within(parts[0], -high, -low, box)
        case "abs":
            first, last = number(parts[0], box)
            return _within(parts[0], low if first >= 0 else -high, -low if last <= 0 else high, box)
        case "*":
            return _scaled(parts[0], parts[1], low, high, box)
        case "-":
            (a, b), (c, d) = number(parts[0], box), number(parts[1], box)
            return _within(parts[0], low + c, high + d, box) and _within(parts[1], a - high, b - low, box)
        case "+" | "mean":
            count = len(parts)
            slack = count if head == "mean" else 0
            times = count if head == "mean" else 1
            return _summed(parts, low * times - slack, high * times + slack, box)
        case "min":
            return _extreme(parts, low, high, box, lowest=True)
        case "max":
            return _extreme(parts, low, high, box, lowest=False)
    raise AssertionError(node)


def _summed(parts: tuple[Node, ...], low: int, high: int, box: Box) -> bool:
    own = [number(part, box) for part in parts]
    least, most = low - sum(b for _, b in own), high - sum(a for a, _ in own)
    return all(_within(part, least + b, most + a, box) for part, (a, b) in zip(parts, own, strict=True))


def _scaled(left: Node, right: Node, low: int, high: int, box: Box) -> bool:
    """A product is narrowed through its other factor only where one factor is fixed."""
    for part, other in ((left, right), (right, left)):
        (a, b) = number(other, box)
        if a == b != 0:
            least, most = 100 * low - 50, 100 * high + 49
            if a < 0:
                least, most = -most, -least
            return _within(part, -(-least // abs(a)), most // abs(a), box)
    return True


def _extreme(parts: tuple[Node, ...], low: int, high: int, box: Box, *, lowest: bool) -> bool:
    """The lowest of some numbers: none lies below `low`, and one lies at or below `high` (or the reverse)."""
    for part in parts:
        if not (_within(part, low, _MOST, box) if lowest else _within(part, -_MOST, high, box)):
            return False
    able = [part for part in parts if (number(part, box)[0] <= high if lowest else number(part, box)[1] >= low)]
    if not able:
        return False
    if len(able) == 1:
        return _within(able[0], -_MOST, high, box) if lowest else _within(able[0], low, _MOST, box)
    return True


def _counted(parts: tuple[Node, ...], low: int, high: int, box: Box) -> bool:
    """So many of some truths hold: where that leaves no choice, each is narrowed."""
    both = [(part, truth(part, box)) for part in parts]
    sure, able = sum(not false for _, (_, false) in both), sum(true for _, (true, _) in both)
    free = [part for part, (true, false) in both if true and false and part[0] in (TRUTHS | SIGNS)]
    if 100 * able < low + 100:
        return all(narrow(part, True, box) for part in free)
    if 100 * (sure + 1) > high:
        return all(narrow(part, False, box) for part in free)
    return True


def cases(goals: Iterable[Goal], box: Box) -> Iterator[Box]:
    """Boxes that together hold every board on which all goals are met; none at all: it is proved that there is none."""
    yield from _cases(list(goals), box.branch(), [CASES])


def possible(goals: Iterable[Goal], box: Box) -> bool:
    """Whether all goals may be met at once; False is a proof that they cannot."""
    return next(cases(goals, box), None) is not None


def _cases(goals: list[Goal], box: Box, budget: list[int]) -> Iterator[Box]:
    hard: list[Goal] = []
    choices: list[list[Goal]] = []
    _flatten(goals, hard, choices)
    while True:
        if not _settle(hard, box):
            return
        forced: list[Goal] = []
        left: list[list[Goal]] = []
        for choice in choices:
            open_ = [goal for goal in choice if _may(goal, box)]
            if not open_:
                return
            if len(open_) == 1:
                forced.append(open_[0])
            elif not any(_must(goal, box) for goal in open_):
                left.append(open_)
        choices = left
        if not forced:
            break
        _flatten(forced, hard, choices)
    if not choices or budget[0] <= 0:
        yield box
        return
    choices.sort(key=len)
    first, *others = choices
    rest: list[Goal] = [(_either(choice), True) for choice in others]
    for goal in first:
        budget[0] -= 1
        yield from _cases([*hard, *rest, goal], box.branch(), budget)


def _either(choice: list[Goal]) -> Node:
    return ("or", *(node if want else ("not", node) for node, want in choice))


def _flatten(goals: list[Goal], hard: list[Goal], choices: list[list[Goal]]) -> None:
    todo = goals[::-1]
    while todo:
        node, want = todo.pop()
        head = node[0]
        if head == "not":
            todo.append((node[1], not want))
        elif head in ("and", "or"):
            parts = [(part, want) for part in node[1:]]
            if (head == "and") == want:
                todo += parts[::-1]
            else:
                choices.append(parts)
        else:
            hard.append((node, want))


def _settle(hard: list[Goal], box: Box) -> bool:
    for _ in range(ROUNDS):
        before = box.narrowed
        for node, want in hard:
            if not narrow(node, want, box):
                return False
        if before == box.narrowed:
            return True
    return True


def _may(goal: Goal, box: Box) -> bool:
    node, want = goal
    if node[0] in SIGNS or node[0] in TRUTHS:
        return narrow(node, want, box.branch())
    true, false = truth(node, box)
    return true if want else false


def _must(goal: Goal, box: Box) -> bool:
    node, want = goal
    true, false = truth(node, box)
    return not false if want else not true
