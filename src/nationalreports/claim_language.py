"""The small language of claims: read with Python's own grammar, and never run.

Of that grammar, nothing is taken but what is listed here. docs/claims.md explains the language to
those who write in it.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nationalreports.intervals import (
    ANYTHING,
    Interval,
    Truth,
    add,
    all_true,
    any_true,
    deny,
    divide,
    exactly,
    is_equal,
    is_less,
    multiply,
    negate,
    subtract,
)
from nationalreports.measures import Measure, Measures

LONGEST = 500
DEEPEST = 30
LARGEST = 10**12
#: Functions, and what each is put to.
FUNCTIONS = {
    "rank": "the name of a figure",
    "rank_shown": "the name of a figure",
    "printed": "the name of a figure",
    "steady": "a comparison of two groups, such as steady(a > b)",
}

_GROUP = re.compile(r"\.groups\.(\w+)\.")
_CHARACTERS = re.compile(r"[A-Za-z0-9_.,\s()<>=!+\-*/]*")
#: Signs that word processors and mathematicians write for those of the language.
_MEANT = {
    "\u2212": "-",
    "\u2013": "-",
    "\u00d7": "*",
    "\u00f7": "/",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u2260": "!=",
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Interval, Interval], Interval]] = {
    ast.Add: add,
    ast.Sub: subtract,
    ast.Mult: multiply,
    ast.Div: divide,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Interval, Interval], Truth]] = {
    ast.Lt: is_less,
    ast.Gt: lambda one, other: is_less(other, one),
    ast.LtE: lambda one, other: deny(is_less(other, one)),
    ast.GtE: lambda one, other: deny(is_less(one, other)),
    ast.Eq: lambda one, other: _is_equal(one, other),
    ast.NotEq: lambda one, other: deny(_is_equal(one, other)),
}


@dataclass(frozen=True)
class _Places(Interval):
    """The places that a figure can have among its siblings; `shared` where figures that are known
    equal it, so that none of these places is its own."""

    shared: bool


def _is_equal(one: Interval, other: Interval) -> Truth:
    """Whether two figures are equal. One that shares its place with others has none alone."""
    pair = one, other
    if any(isinstance(value, _Places) and value.shared for value in pair):
        plain = [value for value in pair if not isinstance(value, _Places)]
        if plain and plain[0].is_one_value:
            return False
    return is_equal(one, other)


class ClaimError(Exception):
    """A condition cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Judged:
    """What is known of a condition: `truth`, and the `figures` that it rests on in words.

    `unsteady` says which groups are compared without `steady`; empty where none are.
    """

    truth: Truth
    figures: str
    unsteady: str


def evaluate(text: str, measures: Measures) -> Judged:
    """Judge the condition `text` for all values that the figures can have.

    Raises `ClaimError` where it is no condition, or names a figure that there is not.
    """
    condition = parse(text)
    reading = _Reading(measures)
    truth = reading.truth(condition)
    unsteady = reading.unsteady
    if truth and not unsteady and _parts_groups(condition, reading, measures):
        unsteady = [text]
    return Judged(truth, "; ".join(reading.notes), "; ".join(unsteady))


def _parts_groups(condition: ast.expr, reading: _Reading, measures: Measures) -> bool:
    """Whether a condition that holds says something of one group that it would not of the other.

    `a > 50 and b < 50` compares two groups as `a > b` does. What is true of both, such as
    `a > 50 and b > 50`, still is with the two exchanged, and compares nothing.
    """
    words = {found[1] for name in names(condition) if (found := _GROUP.search(name))}
    for pair in itertools.combinations(sorted(words), 2):
        if pair in reading.parted:
            continue
        exchanged = {
            name: measures.figures.get(_exchange(name, *pair), own)
            for name, own in measures.figures.items()
        }
        # `steady` goes by names, and is asked for by the pair.
        if not _Reading(Measures(exchanged, measures.steady)).truth(condition):
            return True
    return False


def _exchange(name: str, one: str, other: str) -> str:
    """The same figure of the other of two groups."""
    words = {one: other, other: one}
    return _GROUP.sub(lambda match: f".groups.{words.get(match[1], match[1])}.", name)


def parse(text: str) -> ast.expr:
    """`text` as a tree of nothing but what the language has. Raises `ClaimError`."""
    if len(text) > LONGEST:
        raise ClaimError(
            f"the condition has {len(text)} characters, {LONGEST} at most are read; make several "
            "claims of it"
        )
    plain = " ".join(text.split())
    if not plain:
        raise ClaimError("the condition is empty; write what must hold, such as areas.visited > 4")
    odd = re.sub(_CHARACTERS, "", plain)
    if odd:
        meant = _MEANT.get(odd[0])
        remedy = f"write {meant}" if meant else "docs/claims.md lists what is"
        raise ClaimError(f"{odd[0]!r} is no part of the language; {remedy}")
    try:
        tree = ast.parse(plain, mode="eval").body
    except SyntaxError as error:
        place = f" at {plain[max((error.offset or 1) - 1, 0) :][:20]!r}" if error.offset else ""
        raise ClaimError(
            f"the condition is not complete or not in order{place}; look at brackets and signs, "
            "and write == for equal"
        ) from None
    except (ValueError, MemoryError, RecursionError):
        raise ClaimError("the condition is nested too deeply; make several claims of it") from None
    _check(tree, depth=1)
    if not any(names(tree)):
        raise ClaimError("the condition names no figure, so it says nothing of the data; name one")
    if not _is_condition(tree):
        raise ClaimError(
            f"{_source(tree)} is a figure, not a condition; compare it, such as {_source(tree)} > 4"
        )
    return tree


def names(tree: ast.AST) -> Iterator[str]:
    """The figures named in `tree`, in order, as often as they stand there."""
    path = _path(tree)
    if path:
        yield path
        return
    # A function's own name is no figure.
    parts = tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree)
    for part in parts:
        yield from names(part)


def _check(node: ast.expr, depth: int) -> None:
    """Let nothing pass but the language, and a condition or a figure only where one belongs."""
    if depth > DEEPEST:
        raise ClaimError("the condition is nested too deeply; make several claims of it")
    if _path(node):
        return
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            if not abs(number) <= LARGEST:
                raise ClaimError("a number is too large; the largest is a million millions")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            _check_all(node, [left, right], depth, condition=False)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check_all(node, [operand], depth, condition=False)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            _check_all(node, [operand], depth, condition=True)
        case ast.BoolOp(values=values):
            _check_all(node, values, depth, condition=True)
        case ast.Compare(left=left, ops=ops, comparators=right):
            if not all(type(op) in _COMPARISONS for op in ops):
                raise ClaimError(
                    f"{_source(node)}: figures are compared with <, <=, >, >=, == and !="
                )
            _check_all(node, [left, *right], depth, condition=False)
        case ast.Call():
            _check_call(node, depth)
        case _:
            raise ClaimError(
                f"{_source(node)} is no part of the language; docs/claims.md lists what is"
            )


def _check_all(node: ast.expr, parts: list[ast.expr], depth: int, *, condition: bool) -> None:
    for part in parts:
        _check(part, depth + 1)
        if _is_condition(part) != condition:
            wanted = "a condition" if condition else "a figure"
            raise ClaimError(
                f"{_source(part)} stands in {_source(node)} where {wanted} belongs; put brackets "
                "around what belongs together"
            )


def _check_call(node: ast.Call, depth: int) -> None:
    name = node.func.id if isinstance(node.func, ast.Name) else _source(node.func)
    if name not in FUNCTIONS:
        raise ClaimError(f"there is no function {name!r}{_near(name, FUNCTIONS)}")
    fits = False
    if len(node.args) == 1 and not node.keywords:
        match node.args[0]:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if name == "steady":
                strict = isinstance(op, ast.Lt | ast.Gt)
                fits = strict and bool(_path(left) and _path(right))
            case one:
                fits = name != "steady" and bool(_path(one))
    if not fits:
        raise ClaimError(f"{_source(node)}: {name} is put to {FUNCTIONS[name]}")


def _is_condition(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "steady"
    negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    return negated or isinstance(node, ast.Compare | ast.BoolOp)


def _path(node: ast.AST) -> str:
    """The dotted name that `node` is, "" if it is none."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(words)]) if isinstance(node, ast.Name) else ""


def _source(node: ast.AST) -> str:
    text = ast.unparse(node)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _near(name: str, known: Mapping[str, object]) -> str:
    """A remedy for a name that is not known: those most like it."""
    like = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    if not like:
        below = [other for other in known if other.startswith(f"{name}.")][:3]
        like = below
    return (
        f"; did you mean {' or '.join(like)}?" if like else "; docs/claims.md says how to list them"
    )


class _Reading:
    """One condition judged; `notes` are the figures that it looked at, in order."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self.notes: list[str] = []
        self.unsteady: list[str] = []
        #: Pairs of groups, by their words in order, of which it is said that the sign is steady.
        self.parted: set[tuple[str, ...]] = set()

    def truth(self, node: ast.expr) -> Truth:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return all_true([self.truth(value) for value in values])
            case ast.BoolOp(values=values):
                return any_true([self.truth(value) for value in values])
            case ast.UnaryOp(operand=operand):
                return deny(self.truth(operand))
            case ast.Call(args=[ast.Compare() as comparison]):
                return self._steady(comparison)
            case ast.Compare():
                groups = {self._measure(name).group for name in names(node)} - {""}
                if len(groups) > 1:
                    self.unsteady.append(_source(node))
                return self._compare(node)
        raise AssertionError(ast.dump(node))

    def _compare(self, node: ast.Compare) -> Truth:
        values = [self._value(part) for part in [node.left, *node.comparators]]
        return all_true(
            [
                _COMPARISONS[type(op)](values[place], values[place + 1])
                for place, op in enumerate(node.ops)
            ]
        )

    def _steady(self, node: ast.Compare) -> Truth:
        pair = _path(node.left), _path(node.comparators[0])
        for name in pair:
            self._measure(name)
        groups = tuple(sorted({found[1] for name in pair if (found := _GROUP.search(name))}))
        same = {_GROUP.sub(".", name) for name in pair}
        if len(groups) != 2 or len(same) != 1 or not pair[0].endswith(".percent"):
            raise ClaimError(
                f"steady({_source(node)}): only percentages of two groups are compared so, of one "
                "answer to one question"
            )
        truth = self._compare(node)
        known = self._measures.steady.get(pair)
        said = {True: "yes", False: "no", None: "not known"}[known]
        self._note(f"the sign survives leaving out each area: {said}")
        steady = all_true([truth, known])
        if steady:
            self.parted.add(groups)
        # A "no" tells of single areas as well, so that no sentence may say it.
        return steady or None

    def _value(self, node: ast.expr) -> Interval:
        name = _path(node)
        if name:
            return self._measure(name).interval
        match node:
            case ast.Constant(value=int() | float() as number):
                return exactly(Fraction(repr(number)))
            case ast.UnaryOp(op=op, operand=operand):
                value = self._value(operand)
                return negate(value) if isinstance(op, ast.USub) else value
            case ast.BinOp(left=left, op=op, right=right):
                return _ARITHMETIC[type(op)](self._value(left), self._value(right))
            case ast.Call(func=ast.Name(id="printed"), args=[figure]):
                measure = self._measure(_path(figure))
                known = measure.printed
                return ANYTHING if known is None else exactly(known)
            case ast.Call(func=ast.Name(id=function), args=[figure]):
                return self._rank(_path(figure), shown=function == "rank_shown")
        raise AssertionError(ast.dump(node))

    def _rank(self, name: str, *, shown: bool) -> Interval:
        own = self._measure(name)
        if not own.family:
            raise ClaimError(
                f"{name} has no rank; only numbers of areas, of discussions and of answers have one"
            )
        others = {
            key: other
            for key, other in self._measures.figures.items()
            if other.family == own.family and key != name
            if not shown or other.printed is not None
        }
        # Equal ones share all the places that they take up.
        first = 1 + sum(is_less(own.interval, other.interval) is True for other in others.values())
        last = 1 + sum(
            is_less(other.interval, own.interval) is not True for other in others.values()
        )
        equal = [key for key, other in others.items() if is_equal(own.interval, other.interval)]
        places = f"{first}" if first == last else f"{first} to {last}"
        shared = f", as {' and '.join(equal)} {'is' if len(equal) == 1 else 'are'} equal to it"
        self._note(
            f"{'rank_shown' if shown else 'rank'}({name}) is {places}{shared if equal else ''}"
        )
        return _Places(Fraction(first), Fraction(last), bool(equal))

    def _measure(self, name: str) -> Measure:
        figures = self._measures.figures
        if name not in figures:
            raise ClaimError(f"there is no figure {name!r}{_near(name, figures)}")
        self._note(f"{name} is {figures[name].said}")
        return figures[name]

    def _note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)
