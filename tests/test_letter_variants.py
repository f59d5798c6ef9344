"""Letters of every make, generated apart from their reader, and read back against their truth."""

import io
import os
import unicodedata

import docx
import pytest
from docx.oxml.ns import qn
from letter_variants import SEED, area_rows, area_table, compare, report, try_letter

from nationalreports.cli import main
from nationalreports.synthesis_variants import Truth, draw_letter
from nationalreports.variant_files import FORMATS, write_variant, write_variants

LETTERS, CHUNK = 200, 20
IN_ALL_FORMATS = 40

#: `make sweep` sets it: so many letters, each in all four formats.
SWEEP = int(os.environ.get("LETTER_SWEEP", "0"))


@pytest.fixture(scope="module")
def areas():
    return area_rows()


@pytest.fixture(scope="module")
def table():
    return area_table()


def _try_in_all_formats(numbers, areas, table, folder):
    outcomes, differing = [], []
    for number in numbers:
        letter = draw_letter(number, SEED, areas)
        four = [try_letter(letter, kind, folder, table) for kind in FORMATS]
        if len({outcome.ids for outcome in four}) > 1:
            differing.append(letter.letter_id)
        outcomes += four
    return outcomes, differing


@pytest.mark.parametrize("first", range(1, LETTERS + 1, CHUNK))
def test_every_finding_is_found_and_none_invented(first, areas, table, tmp_path):
    outcomes = []
    for number in range(first, first + CHUNK):
        kind = FORMATS[number % len(FORMATS)]
        outcomes.append(try_letter(draw_letter(number, SEED, areas), kind, tmp_path, table))
    assert not any(outcome.faults for outcome in outcomes), report(outcomes)


@pytest.mark.parametrize("first", range(LETTERS + 1, LETTERS + IN_ALL_FORMATS + 1, 10))
def test_a_letter_has_the_same_findings_in_each_format(first, areas, table, tmp_path):
    outcomes, differing = _try_in_all_formats(range(first, first + 10), areas, table, tmp_path)
    assert not any(outcome.faults for outcome in outcomes), report(outcomes)
    assert differing == []


@pytest.mark.skipif(not SWEEP, reason="the whole sweep: make sweep")
@pytest.mark.parametrize("first", range(1, SWEEP + 1, CHUNK))
def test_the_whole_sweep_is_read(first, areas, table, tmp_path):
    numbers = range(first, min(first + CHUNK, SWEEP + 1))
    outcomes, differing = _try_in_all_formats(numbers, areas, table, tmp_path)
    assert not any(outcome.faults for outcome in outcomes), report(outcomes)
    assert differing == []


def test_what_differs_from_the_truth_is_named():
    truth = [Truth("told", 1, "", "One."), Truth("told", 2, "health", "Two.")]
    right = [("told", 1, "", "One."), ("told", 2, "health", "Two.")]
    assert list(compare(truth, right)) == []
    assert list(compare(truth, right[:1])) == ["missing: Two."]
    assert list(compare(truth, [*right, ("told", 3, "", "No.")])) == ["invented: No."]
    assert list(compare(truth, right[::-1])) == ["order: the findings are in another order"]
    (fault,) = compare(truth, [right[0], ("told", 2, "care", "Two.")])
    assert fault.startswith("sector: 'care', not 'health'")
    (fault,) = compare(truth, [right[0], ("priority", 1, "health", "Two.")])
    assert fault.startswith("section: ('priority', 1), not ('told', 2)")


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_seed_gives_the_same_bytes(kind, areas):
    twice = [write_variant(draw_letter(7, SEED, areas), kind, SEED) for _ in range(2)]
    assert twice[0] == twice[1]
    other = write_variant(draw_letter(7, SEED + 1, areas), kind, SEED + 1)
    assert other != twice[0]


def _letters_and_digits(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _words_of(content, kind):
    """What stands in the file, by means that the reader of letters does not use."""
    if kind == "docx":
        texts = docx.Document(io.BytesIO(content)).element.body.iter(qn("w:t"))
        return "".join(text.text or "" for text in texts)
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("kind", ["md", "txt", "docx"])
def test_what_the_truth_says_stands_in_the_file_in_that_order(kind, areas):
    """Of letters that nothing interrupts: no page end, sub-bullet or note."""
    tried = 0
    for number in range(1, 41):
        letter = draw_letter(number, SEED, areas)
        content, traits = write_variant(letter, kind, SEED)
        odd = ("page break", "made from a PDF", "sub-bullets", "note mark", "entities")
        if any(word in trait for word in odd for trait in traits):
            continue
        rest = _letters_and_digits(_words_of(content, kind))
        for truth in letter.truth:
            _, found, rest = rest.partition(_letters_and_digits(truth.text))
            assert found, (letter.letter_id, truth)
        tried += 1
    assert tried > 5


def test_the_command_writes_letters_in_every_format(tmp_path, capsys):
    given = ["synthesise", "--letters", "2", "--every-format", "--directory", str(tmp_path)]
    assert main(given) == 0
    names = sorted(path.name for path in (tmp_path / "letters").iterdir())
    assert names == sorted(f"variant-000{n}.{kind}" for n in (1, 2) for kind in FORMATS)
    assert "2 letters written" in capsys.readouterr().out


def test_a_folder_has_each_letter_and_its_truth(areas, tmp_path):
    letters = list(write_variants(tmp_path, 5, SEED, areas))
    files = sorted(path.name for path in (tmp_path / "letters").iterdir())
    assert len(files) == 5
    assert {name.split(".")[1] for name in files} == set(FORMATS)
    rows = (tmp_path / "truth.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + sum(len(letter.truth) for letter in letters)
    visits = (tmp_path / "visits.csv").read_text(encoding="utf-8").splitlines()
    assert visits[0] == "visit_id,area_code,start_date,end_date"
    assert len(visits) == 6
