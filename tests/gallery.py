"""Pictures for docs/gallery.md, of the reports of the last run: `make gallery`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from browser_windows import open_browser
from PIL import Image

OUTPUT = Path("reports/output")
FOLDER = Path("docs/gallery")

#: The page of the README: the first page of text of the first report.
README_PAGE = Path("docs/report-page.png")

#: The widths of a phone and of a desk, in pixels.
PHONE, DESK = 320, 1280

#: How wide pictures of a desk and of a page of paper are kept, and with how many colours: enough to
#: be read, and all pictures together stay under 1.5 MB.
KEPT, PAPER, COLOURS = 960, 640, 64


@dataclass(frozen=True)
class View:
    """A picture of a web page: from the top, or from the element that `part` selects."""

    name: str
    page: str
    width: int
    part: str = ""


#: The reports, and of each the figure that is shown.
REPORTS = {
    "october-2020": "#fig-parents_carers-remote_worked",
    "november-2020": "#fig-discussions-challenge",
    "final-2021": "#fig-young_people-missed",
}
VIEWS = [
    View("index", "index.html", DESK),
    *(View(f"{key}-desk", f"{key}/{key}.html", DESK) for key in REPORTS),
    *(View(f"{key}-figure", f"{key}/{key}.html", DESK, part) for key, part in REPORTS.items()),
    *(View(f"{key}-phone", f"{key}/{key}.html", PHONE) for key in REPORTS),
    *(
        View(f"{key}-phone-figure", f"{key}/{key}.html", PHONE, part)
        for key, part in REPORTS.items()
    ),
]

#: Pages of each PDF: the first that has these words.
PAGES = {"cover": "", "contents": "Contents", "text": "Evidence: ", "figure-page": "Figure 1:"}


def take(root: Path) -> list[Path]:
    """Take all pictures of the reports in the run folder `root`, and return their files."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    taken = []
    with open_browser() as windows:
        for view in VIEWS:
            page, _ = windows.open(root / OUTPUT / view.page, width=view.width)
            if view.part:
                # With its data open, and a little of what stands above it.
                page.locator(f"{view.part} + details").evaluate("part => { part.open = true; }")
                page.locator(view.part).evaluate(
                    "part => scrollTo(0, part.getBoundingClientRect().top + scrollY - 40)"
                )
            picture = Image.open(BytesIO(page.screenshot()))
            taken.append(_keep(picture, folder / f"{view.name}.png", min(view.width, KEPT)))
    for key in REPORTS:
        document = pypdfium2.PdfDocument(root / OUTPUT / key / f"{key}.pdf")
        for name, words in PAGES.items():
            page = next(own for own in document if words in _text(own))
            # Drawn larger and made smaller, letters are easier to read.
            picture = page.render(scale=2 * PAPER / page.get_width()).to_pil()
            taken.append(_keep(picture, folder / f"{key}-{name}.png", PAPER))
    (root / README_PAGE).write_bytes((folder / f"{next(iter(REPORTS))}-text.png").read_bytes())
    return [*taken, root / README_PAGE]


def _text(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_bounded().replace("\xa0", " ")


def _keep(picture: Image.Image, path: Path, width: int) -> Path:
    """Write `picture` to `path`, `width` pixels wide, with a palette of its own."""
    height = round(picture.height * width / picture.width)
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    palette = small.quantize(COLOURS, dither=Image.Dither.NONE)
    palette.save(path, optimize=True)
    return path


if __name__ == "__main__":
    missing = [key for key in REPORTS if not (OUTPUT / key / f"{key}.pdf").is_file()]
    if missing:
        sys.exit(f"No reports of {', '.join(missing)} here; run `make reports` first")
    for path in take(Path.cwd()):
        print(path.as_posix())
