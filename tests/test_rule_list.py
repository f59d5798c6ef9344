"""docs/rules.md is current; the rules are complete, as in the code, and fit to decide from."""

import ast
import re
from collections import Counter

import pytest

from nationalreports.config import REPOSITORY
from nationalreports.rule_list import KINDS, all_rules, expectation_classes, kind_of, rule_list
from nationalreports.rule_places import class_places, code_places, codes_in, modules
from nationalreports.rules.registry import MODULES, readers_rules

RULES = all_rules()

#: Errors that no decision settles, besides all those of `ALWAYS_RIGHT`: whole files or letters
#: that would be missing, a report that cites what nobody could know, terms that nobody would look
#: for any more, sheets of one's own that can be filled in, and faults of the pipeline.
NEVER = {
    *(f"TAB-{n:03}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 18, 20)),
    *(f"LET-{n:03}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 26, 27)),
    *("VIS-006", "VIS-101", "VIS-102", "VIS-104", "VIS-106", "VIS-107", "VIS-111"),
    *("REF-004", "REF-005", "REF-006"),
    *("WAT-001", "WAT-002", "WAT-003"),
    *("FND-101", "FND-102", "FND-105", "FND-106", "FND-112"),
    *("COD-002", "COD-014", *(f"COD-{n}" for n in range(101, 107))),
    *("SVY-001", "SVY-017", "SVY-108"),
    "PIPELINE",
}

#: Kinds of rules of which no error is settled: those of figures, and of people's own lists.
ALWAYS_RIGHT = ("AGG-", "CHK-", "DEC-", "LEK-", "QUO-")

SEVERITIES = ("error", "warning", "info")


def test_the_list_is_current():
    written = (REPOSITORY / "docs/rules.md").read_text(encoding="utf-8")
    assert written == rule_list(), "docs/rules.md is out of date: run `make rules`, and commit it"


def test_the_list_has_an_entry_for_each_rule():
    headings = re.findall(r"^### (.*)$", rule_list(), flags=re.MULTILINE)
    assert sorted(headings) == sorted(RULES)
    assert {kind_of(code) for code in RULES} <= set(KINDS)


def test_no_two_rules_have_one_code():
    codes = [rule.code for module in MODULES for rule in module.RULES]
    codes += [rule.code for rule in expectation_classes()]
    assert [code for code, number in Counter(codes).items() if number > 1] == []
    assert all(re.fullmatch(r"[A-Z]{3}-[0-9]{3}|PIPELINE", code) for code in codes)


def test_every_code_in_the_code_is_a_rule():
    kinds = "|".join(KINDS)
    texts = [path.read_text(encoding="utf-8") for path in REPOSITORY.glob("src/**/*.py")]
    constants = [
        node.value
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    codes = {text for text in constants if re.fullmatch(rf"({kinds})-[0-9]{{3}}", text)}
    assert len(codes) > 100
    assert codes - set(RULES) == set()


def test_every_rule_stands_in_the_code():
    assert set(readers_rules()) - set(code_places()) == set()
    put = class_places()
    assert [rule.__name__ for rule in expectation_classes() if rule.__name__ not in put] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def read():\n    return Problem('error', 'TAB-001')", [("TAB-001", "read")]),
        ("class A:\n    def add(self):\n        yield 'TAB-001'", [("TAB-001", "A.add")]),
        ("def a():\n    def b():\n        return 'TAB-001'", [("TAB-001", "a")]),
        ("RULE = 'PIPELINE'\ndef a():\n    return Problem(RULE)", [("PIPELINE", "a")]),
        ("def a():\n    return b(twice='TAB-001')", [("TAB-001", "a")]),
        ("def a(rule):\n    return rule == 'TAB-001'", []),
        ("def a(rule):\n    return {'TAB-001'} & rule", []),
        ("NAMES = {'TAB-001': 'x'}", []),
        ("def a():\n    'TAB-001 is told here.'", []),
    ],
)
def test_a_code_stands_where_it_is_given_to_a_problem(source, found):
    assert list(codes_in(ast.parse(source))) == found


def test_severities_are_those_of_the_code():
    read = read_severities(modules())
    # Some pass their severity on in a variable; that most do not keeps this test worth its while.
    assert len(read) > 80
    wrong = {
        code: (RULES[code].severity, sorted(found))
        for code, found in read.items()
        if RULES[code].severity != min(found, key=SEVERITIES.index)
    }
    assert wrong == {}


def test_severities_are_read_from_problems_and_from_what_makes_them():
    source = """
def fault(source, rule, message):
    return Problem("error", source, "", "", rule, "", message)

def read(source):
    yield fault(source, "TAB-001", "is broken")
    yield Problem("info", source, 1, "", "TAB-002", "", "is odd")
    yield "warning", "TAB-002", "is odder"
    sort(source, twice="TAB-003")

def sort(source, *, twice):
    return Problem("warning", source, "", "", twice, "", "stands twice")
"""
    assert read_severities({"tables": ast.parse(source)}) == {
        "TAB-001": {"error"},
        "TAB-002": {"info", "warning"},
        "TAB-003": {"warning"},
    }


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_texts_have_one_form(rule):
    for text in (rule.sentence, rule.why):
        assert text[0].isupper() or text[0] in "“#0123456789"
        assert text.endswith(".")
    assert rule.remedy[0].islower()
    assert not rule.remedy.endswith(".")
    assert "  " not in f"{rule.sentence} {rule.why} {rule.remedy}"


def test_no_reason_is_given_for_rules_that_differ():
    # Two tables of one kind may be put to the same, as plans and timeliness are.
    uses = {(rule.why, rule.remedy, kind_of(rule.code)) for rule in RULES.values()}
    whys = Counter(why for why, _, _ in uses)
    assert [why for why, number in whys.items() if number > 1] == []


def test_every_expectation_says_why_and_what_settles_it_itself():
    lacking = [c.code for c in expectation_classes() if not {"why", "settled_by"} <= set(vars(c))]
    assert lacking == []


def test_errors_that_no_decision_settles_are_so_on_purpose():
    unsettled = {code for code, rule in RULES.items() if not rule.settled_by}
    decided = {code for code in unsettled if not code.startswith(ALWAYS_RIGHT)}
    assert decided == NEVER
    assert {code for code in decided if RULES[code].severity != "error"} == set()
    always = {c for c, r in RULES.items() if c.startswith(ALWAYS_RIGHT) and r.severity == "error"}
    assert always <= unsettled


def test_only_accept_and_exclude_settle_a_rule():
    assert {word for rule in RULES.values() for word in rule.settled_by} == {"accept", "exclude"}


def read_severities(trees):
    """For each code the severities that the syntax gives it, as far as it tells.

    A severity stands beside its code, or in the function that makes the problem from the code.
    """
    makers = {
        (module, maker.name): _made(maker)
        for module, tree in trees.items()
        for maker in ast.walk(tree)
        if isinstance(maker, ast.FunctionDef)
    }
    shared = {name: made for (_, name), made in makers.items() if not name.startswith("_")}
    found = {}
    for module, tree in trees.items():
        own = {name: made for (place, name), made in makers.items() if place == module}
        for node in ast.walk(tree):
            for code, severity in [*_beside(node), *_through(node, shared | own)]:
                found.setdefault(code, set()).add(severity)
    return found


def _words(node):
    """The severities and the other texts among what is given to a call, or stands in a tuple."""
    entries = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
    texts = [e.value for e in entries if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return [text for text in texts if text in SEVERITIES], texts


def _beside(node):
    severities, texts = _words(node)
    if len(severities) == 1:
        yield from ((text, severities[0]) for text in texts if is_code(text))


def _made(maker):
    """The parameters of a function in order, each with the severity of the problem that it makes
    where the parameter is the code, else with none."""
    made = {argument.arg: "" for argument in (*maker.args.args, *maker.args.kwonlyargs)}
    for node in ast.walk(maker):
        severities, _ = _words(node)
        if isinstance(node, ast.Call) and len(severities) == 1:
            given = [entry.id for entry in node.args if isinstance(entry, ast.Name)]
            made |= {name: severities[0] for name in given if name in made}
    return made


def _through(node, makers):
    if not isinstance(node, ast.Call):
        return
    made = makers.get(ast.unparse(node.func).rpartition(".")[2], {})
    given = [*zip(made, node.args, strict=False)]
    given += [(keyword.arg, keyword.value) for keyword in node.keywords]
    for name, value in given:
        if isinstance(value, ast.Constant) and is_code(str(value.value)) and made.get(name):
            yield value.value, made[name]


def is_code(text):
    return bool(re.fullmatch(r"[A-Z]{3}-[0-9]{3}|PIPELINE", text))
