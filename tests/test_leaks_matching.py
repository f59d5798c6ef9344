"""Terms and runs of words found in texts, whole words only, and each once."""

from __future__ import annotations

import itertools
import random

import pytest

from nationalreports.leaks.matching import Found, Index, Term, Terms, Text
from nationalreports.leaks.terms import runs_of

SENTENCE = (
    "Leaders told inspectors that the lending library of toys had kept going all through the spring"
)


def find(text: str, *names: Term, secrets: str = "", is_name: bool = False) -> list[Found]:
    terms = Terms(names, dict.fromkeys(runs_of(secrets), "finding"))
    return list(Index(terms).find([Text(text, str, is_name)]))


def terms_in(text: str, *names: Term, is_name: bool = False) -> list[str]:
    return [found.term for found in find(text, *names, is_name=is_name)]


CAMDEN = Term("area", "Camden")
READING = Term("area", "Reading")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Camden they said", 1),
        ("in camden they said", 1),
        ("Camden's, Camden and CAMDEN", 3),
        ("Camdenshire and Camdens", 0),
        ("", 0),
    ],
)
def test_whole_words_are_found_wherever_they_stand(text: str, found: int) -> None:
    assert terms_in(text, CAMDEN) == ["Camden"] * found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They went on reading at home.", 0),
        ("The school in Reading was open.", 1),
        ("READING", 1),
        # How a sentence begins cannot be told from a name: a person looks.
        ("Reading at home was hard.", 1),
    ],
)
def test_a_common_word_in_small_letters_is_no_name(text: str, found: int) -> None:
    assert len(terms_in(text, READING)) == found


def test_in_names_of_files_small_letters_say_nothing() -> None:
    assert terms_in("out/reading-2020.csv", READING, is_name=True) == ["Reading"]


def test_an_address_of_common_words_is_found_in_small_letters() -> None:
    assert terms_in("to send@example.org, please", Term("email", "send@example.org"))


def test_a_phrase_of_common_words_needs_a_capital() -> None:
    hub = Term("scheme", "Early Help Hub")
    assert terms_in("they had an early help hub", hub) == []
    assert terms_in("they had an Early Help Hub", hub) == ["Early Help Hub"]


def test_a_longer_name_is_told_and_not_the_shorter_one_within() -> None:
    council = Term("organisation", "Camden Council")
    assert terms_in("Camden Council, and Camden", CAMDEN, council) == ["Camden Council", "Camden"]


def test_the_longer_name_is_told_once_in_all_views() -> None:
    council = Term("organisation", "Camden Council")
    text = "Camden Council wrote\ue000 of co-\noperation"
    assert terms_in(text, CAMDEN, council) == ["Camden Council"]


@pytest.mark.parametrize("text", ["St Helens", "St. Helen's", "Saint Helens", "ST HELENS"])
def test_a_saint_is_found_in_every_spelling(text: str) -> None:
    assert terms_in(text, Term("area", "St Helens")) == ["St Helens"]


@pytest.mark.parametrize("text", ["ZZ1 1ZZ", "zz11zz", "ZZ1\u00a01ZZ"])
def test_a_postcode_is_found_with_and_without_its_space(text: str) -> None:
    assert terms_in(text, Term("postcode", "ZZ1 1ZZ")) == ["ZZ1 1ZZ"]


@pytest.mark.parametrize(
    "text", ["01632 960123", "(01632) 960 123", "+44 1632 960123", "+44 (0)1632-960-123"]
)
def test_a_telephone_number_is_found_however_it_is_grouped(text: str) -> None:
    assert terms_in(f"Call {text} now", Term("phone", "01632 960123")) == ["01632 960123"]


def test_another_telephone_number_is_not() -> None:
    assert terms_in("Call 01632 960124 now", Term("phone", "01632 960123")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pc-0778", 1),
        ("id=PC\u20110778;", 1),
        ("PC-07781", 0),
        ("PC 0778", 0),
        ("see 2020-10-harrowmere-f7ad29fa", 1),
    ],
)
def test_an_identifier_is_found_as_it_is_written(text: str, found: int) -> None:
    ids = [Term("identifier", "PC-0778"), Term("identifier", "2020-10-harrowmere-f7ad29fa")]
    assert len(terms_in(text, *ids)) == found


def test_eight_words_in_a_row_are_found_and_seven_are_not() -> None:
    words = SENTENCE.split()
    assert find(f"x {' '.join(words[3:10])} y", secrets=SENTENCE) == []
    (found,) = find(f"They say {' '.join(words[3:11])}, too.", secrets=SENTENCE)
    assert (found.kind, found.place) == ("finding", "9")
    assert found.term == found.text == " ".join(words[3:11])


def test_a_longer_run_is_one_find() -> None:
    (found,) = find(f"Yes. {SENTENCE}. No.", secrets=SENTENCE)
    assert found.term == SENTENCE


def test_a_run_is_found_over_lines_hyphens_capitals_and_commas() -> None:
    said = "That, the LENDING li-\nbrary of toys; had “kept going” all\n\nthrough"
    assert [found.kind for found in find(said, secrets=SENTENCE)] == ["finding"]


def test_words_around_stop_at_the_sentence() -> None:
    text = "It rained. One of the many towns is Camden by the sea wall of the north. It was May."
    (found,) = find(text, CAMDEN)
    assert found.text == "of the many towns is Camden by the sea wall of"
    (found,) = find("It rained. In Camden. It was May.", CAMDEN)
    assert found.text == "In Camden"


def test_finds_are_told_by_the_text_that_they_stand_in() -> None:
    texts = [Text(f"{n} {'Camden' if n in (3, 77) else 'none'}", str(n).format) for n in range(90)]
    index = Index(Terms([CAMDEN]))
    assert [found.place for found in index.find(texts)] == ["3", "77"]


def test_a_term_is_not_found_over_the_end_of_a_text() -> None:
    texts = [Text("North", str), Text("Yorkshire", str)]
    assert list(Index(Terms([Term("area", "North Yorkshire")])).find(texts)) == []


def test_long_texts_are_read_in_pieces_without_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nationalreports.leaks.matching._PIECE", 7)
    rng = random.Random(5)
    words = [rng.choice(["grey", "Camden", "by", "the", "Council"]) for _ in range(400)]
    text = " ".join(words)
    wanted = [
        i for i, pair in enumerate(itertools.pairwise(words)) if pair == ("Camden", "Council")
    ]
    found = find(text, Term("organisation", "Camden Council"))
    starts = [len(" ".join(words[:i])) + (i > 0) for i in wanted]
    assert [int(one.place) for one in found] == starts
    assert wanted


def test_nothing_to_look_for_finds_nothing() -> None:
    assert find("Camden") == []
