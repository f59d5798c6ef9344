"""Letters of our own wording for the tests, in the four formats."""

from __future__ import annotations

from pathlib import Path

import docx
import typst

from nationalreports.letters import read_letter

TOLD = [
    "Leaders set up a weekly call between schools and the therapy team. It ran through the "
    "half-term break, and face-to-face meetings came back in the autumn.",
    "Families were offered: a helpline in the evenings; a loan of equipment; and a named worker.",
    "Parents’ views on the “return plan” were mixed – some felt rushed, others had waited since "
    "2020. Communication was better later.",
]
PRIORITY = ["To shorten waits for assessment.", "To widen the choice of short breaks at half-term."]
# The second finding is a bullet with three below it.
PARENT, CHILDREN = (
    "Families were offered:",
    [
        "a helpline in the evenings;",
        "a loan of equipment; and",
        "a named worker.",
    ],
)
BOILERPLATE = (
    "Following the joint visit to Fernmouth, I write to summarise the visit findings. The visit "
    "was not an inspection."
)
CLOSING = "Ofsted and CQC will not publish this letter and will keep it confidential."


def as_lines(
    *,
    date: str = "12 October 2020",
    title: str = "Ofsted and CQC visit to Fernmouth local area",
    told: str = "Inspectors were told that:",
    priority: str = "Leaders told inspectors that their emerging priorities include the following:",
    bullet: str = "-",
    body: str | None = None,
) -> str:
    """A letter as Markdown or text, of the form that all variations start from."""
    if body is None:
        second = "\n".join([f"{bullet} {PARENT}", *(f"    {bullet} {c}" for c in CHILDREN)])
        items = [f"{bullet} {TOLD[0]}", second, f"{bullet} {TOLD[2]}"]
        body = "\n".join([f"{told}\n", *items])
    return "\n\n".join(
        [
            "Ofsted\nPiccadilly Gate",
            date,
            "Mr A Person\nDirector of Services\nFernmouth Council",
            "Dear Mr Person",
            title,
            BOILERPLATE,
            "Context",
            body,
            priority,
            "\n".join(f"{bullet} {text}" for text in PRIORITY),
            CLOSING,
            "Yours sincerely",
            "B Writer\nHer Majesty's Inspector",
        ]
    )


def as_word(path: Path) -> None:
    document = docx.Document()
    for text in ["Ofsted", "12 October 2020", "Mr A Person\nDirector\nFernmouth Council"]:
        document.add_paragraph(text)
    document.add_paragraph("Dear Mr Person")
    document.add_heading("Ofsted and CQC visit to Fernmouth local area", 2)
    document.add_paragraph(BOILERPLATE)
    document.add_paragraph("Inspectors were told that:")
    document.add_paragraph(TOLD[0], style="List Bullet")
    document.add_paragraph(PARENT, style="List Bullet")
    for child in CHILDREN:
        document.add_paragraph(child, style="List Bullet 2")
    document.add_paragraph(TOLD[2], style="List Bullet")
    document.add_paragraph("Leaders told inspectors that their emerging priorities include:")
    for text in PRIORITY:
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph(CLOSING)
    document.add_paragraph("Yours sincerely")
    document.add_paragraph("B Writer\nInspector")
    document.save(str(path))


def as_pdf(path: Path, *, height: str = "297mm", width: str = "210mm", ragged: bool = True) -> None:
    """A PDF with a running head and page numbers; a low page divides findings."""

    def escape(text: str) -> str:
        return text.replace("#", "\\#").replace("-", "\\-")

    second = "\n".join([f"- {PARENT}", *(f"  - {escape(child)}" for child in CHILDREN)])
    source = f"""
#set page(width: {width}, height: {height}, margin: 20mm,
  header: [Letter to an area, in confidence], footer: context [Page #counter(page).display() of 9])
#set text(size: 10pt, lang: "en", hyphenate: {"false" if ragged else "true"})
#set par(justify: {"false" if ragged else "true"})
Ofsted

12 October 2020

Dear Mr Person

*Ofsted and CQC visit to Fernmouth local area*

{escape(BOILERPLATE)}

Inspectors were told that:

- {escape(TOLD[0])}
{second}
- {escape(TOLD[2])}

Leaders told inspectors that their emerging priorities include the following:

- {escape(PRIORITY[0])}
- {escape(PRIORITY[1])}

{escape(CLOSING)}

Yours sincerely

B Writer
"""
    path.with_suffix(".typ").write_text(source, encoding="utf-8")
    typst.compile(str(path.with_suffix(".typ")), output=str(path))


def texts(path: Path) -> tuple[list[str], list[str]]:
    letter, problems = read_letter(path, source=path.name)
    assert letter is not None, problems
    assert not [p for p in problems if p.severity != "info"], problems
    return (
        [f.text for f in letter.findings if f.section == "told"],
        [f.text for f in letter.findings if f.section == "priority"],
    )


def write(folder: Path, content: str | bytes, name: str = "v1.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
