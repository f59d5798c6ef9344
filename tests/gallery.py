"""Pictures for docs/gallery.md, of the reports of the last run: `make gallery`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from browser_windows import open_browser

OUTPUT = Path("reports/output")
FOLDER = Path("docs/gallery")

#: The widths of a phone and of a desk, in pixels, and how many a page of the PDF is wide.
PHONE, DESK, PAPER = 320, 1280, 800


@dataclass(frozen=True)
class View:
    """A picture of a web page: from the top, or from the element that `part` selects."""

    name: str
    page: str
    width: int
    part: str = ""


REPORTS = ("october-2020", "november-2020", "final-2021")
VIEWS = [
    View("index", "index.html", DESK),
    *(View(f"{key}-desk", f"{key}/{key}.html", DESK) for key in REPORTS),
    *(View(f"{key}-figure", f"{key}/{key}.html", DESK, "figure") for key in REPORTS),
    *(View(f"{key}-phone", f"{key}/{key}.html", PHONE) for key in REPORTS),
    *(View(f"{key}-phone-figure", f"{key}/{key}.html", PHONE, "figure") for key in REPORTS),
]

#: Pages of each PDF, counted from 0: the cover, the contents, and one with a figure.
PAGES = (0, 1, 3)


def take(root: Path) -> list[Path]:
    """Take all pictures of the reports in the run folder `root`, and return their files."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with open_browser() as windows:
        for view in VIEWS:
            page, _ = windows.open(root / OUTPUT / view.page, width=view.width)
            if view.part:
                # With its data open, and a little of what stands above it.
                page.locator("details").first.evaluate("part => { part.open = true; }")
                page.locator(view.part).first.evaluate(
                    "part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 40)"
                )
            taken.append(folder / f"{view.name}.jpg")
            page.screenshot(path=taken[-1], type="jpeg", quality=75)
    for key in REPORTS:
        document = pypdfium2.PdfDocument(root / OUTPUT / key / f"{key}.pdf")
        for number in PAGES:
            page = document[number]
            picture = page.render(scale=PAPER / page.get_width()).to_pil()
            taken.append(folder / f"{key}-page-{number + 1}.jpg")
            picture.convert("RGB").save(taken[-1], quality=75)
    return taken


if __name__ == "__main__":
    missing = [key for key in REPORTS if not (OUTPUT / key / f"{key}.pdf").is_file()]
    if missing:
        sys.exit(f"No reports of {', '.join(missing)} here; run `make reports` first")
    for path in take(Path.cwd()):
        print(path.as_posix())
