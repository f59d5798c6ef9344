"""Where in the code each rule stands: the functions that name its code, and the tables it is for.

Found in the syntax of the modules, so that what `docs/rules.md` says of it cannot grow old.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent

#: A rule's code, as it stands in the code.
CODE = re.compile(r"[A-Z]{3}-[0-9]{3}|PIPELINE")

#: Packages that say what rules are, not where they are put to data.
_TEXTS = ("rules", "expectations")


class Place(NamedTuple):
    """A place that names something: a module and a function or method in it ("" for neither).

    `key` is that of the innermost entry of a dictionary that it stands in: of rules, their table.
    """

    module: str
    function: str
    key: str


def code_places() -> dict[str, list[str]]:
    """For each code the functions that give it to a problem, as "module.function", sorted.

    A code that is only compared, a key, or a member of a set gives no problem there.
    """
    found: dict[str, set[str]] = {}
    for module, tree in modules().items():
        for code, function in codes_in(tree):
            found.setdefault(code, set()).add(f"{module}.{function}" if function else module)
    return {code: sorted(places) for code, places in found.items()}


def class_places() -> dict[str, list[Place]]:
    """For each name that is called anywhere in the package, the places where it is, sorted."""
    found: dict[str, set[Place]] = {}
    for module, tree in modules().items():
        for node, function, key in _walk(tree):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func).rpartition(".")[2]
                found.setdefault(name, set()).add(Place(module, function, key))
    return {name: sorted(places) for name, places in found.items()}


def modules() -> dict[str, ast.Module]:
    """The syntax of each module that reads or checks data, by its dotted name in the package."""
    trees = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in _TEXTS:
            trees[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def codes_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each code that a module gives to a problem, with the function that does so.

    A code that the module names once for all, as a constant, stands where that name is used.
    """
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node, function, _ in _walk(tree):
        value = ""
        if isinstance(node, ast.Constant) and function:
            value = str(node.value)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            value = str(constants.get(node.id, ""))
        if CODE.fullmatch(value):
            yield value, function


def _walk(
    node: ast.AST, within: tuple[str, ...] = (), inside: bool = False, key: str = ""
) -> Iterator[tuple[ast.AST, str, str]]:
    """Each node with its function and key, but for what is compared, a key, or in a set.

    A function within a function goes by the name of the outer one.
    """
    if isinstance(node, ast.Compare | ast.Set):
        return
    yield node, ".".join(within), key
    if isinstance(node, ast.Dict):
        for name, value in zip(node.keys, node.values, strict=True):
            own = str(name.value) if isinstance(name, ast.Constant) else key
            yield from _walk(value, within, inside, own)
        return
    if isinstance(node, ast.ClassDef | ast.FunctionDef) and not inside:
        within, inside = (*within, node.name), isinstance(node, ast.FunctionDef)
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, within, inside, key)
