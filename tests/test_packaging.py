"""The promises that CONTRIBUTING.md makes about the project's shape."""

import ast
import re
import subprocess
import tomllib

import pytest
import yaml

from nationalreports.config import REPOSITORY

MODULES = sorted(REPOSITORY.glob("src/**/*.py"))
SCRIPTS = sorted(REPOSITORY.glob("workflow/scripts/*.py"))
LONGEST_MODULE, LONGEST_SCRIPT = 420, 15

#: What makes a script more than "read, call one function, write". A comprehension may gather
#: names, but may not choose among them.
LOGIC = (ast.If, ast.IfExp, ast.For, ast.While, ast.Match, ast.Try, ast.BoolOp, ast.AugAssign)
LOGIC += (ast.FunctionDef, ast.Lambda)

#: A folder of one person's machine, as Linux, macOS and Windows have it.
HOME = re.compile(rb"/(?:home|Users|root)/\w|[A-Za-z]:\\Users\\")


def _library(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement.strip(), maxsplit=1)[0].lower().replace("_", "-")


def _logic(source: str) -> list[str]:
    """The parts of a script that decide, repeat or calculate. Joining paths with / is neither."""
    found = []
    for node in ast.walk(ast.parse(source)):
        joins = isinstance(node, ast.BinOp) and ast.unparse(node.left).startswith("Path")
        calculates = isinstance(node, ast.BinOp) and not joins
        if isinstance(node, LOGIC) or calculates or getattr(node, "ifs", None):
            found.append(ast.dump(node)[:80])
    return found


def _imported(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


def test_python_libraries_are_listed_in_pyproject_alone():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    libraries = {_library(entry) for group in groups for entry in group}
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert pip == {"pip": ["-e ."]}
    assert {"pandas", "snakemake"} <= libraries
    assert libraries.isdisjoint(_library(entry) for entry in conda)
    others = ["requirements*.txt", "setup.py", "setup.cfg", "Pipfile", "workflow/envs/*"]
    assert not [path.name for pattern in others for path in REPOSITORY.glob(pattern)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_stay_short_enough_to_read(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_the_package_does_not_import_the_workflow_engine(path):
    assert "snakemake" not in _imported(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_only_bind_a_function_to_a_rule(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_SCRIPT
    assert _logic(source) == []


@pytest.mark.parametrize(
    "source",
    ["if x: y", "for x in y: z", "a = b + 1", "a = [x for x in y if x]", "a = x or y", "a += 1"],
)
def test_logic_in_a_script_is_seen(source):
    assert _logic(source)


def test_no_file_names_a_folder_of_somebodys_machine():
    if not (REPOSITORY / ".git").exists():
        pytest.skip("not a checkout: which files belong to the project is not known")
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout
    paths = [REPOSITORY / name for name in listed.decode().split("\0") if name]
    texts = {path: path.read_bytes() for path in paths if path.is_file()}
    assert len(texts) > len(MODULES)
    found = [p.name for p, text in texts.items() if b"\0" not in text and HOME.search(text)]
    assert found == []


def test_a_folder_of_somebodys_machine_is_seen():
    assert HOME.search("/".join(["", "home", "someone", "data"]).encode())
    assert HOME.search("\\".join(["C:", "Users", "someone"]).encode())
    assert not HOME.search(b"https://example.org/page/home")
