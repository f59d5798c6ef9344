"""The gallery shows the pictures that `make gallery` takes, each with a text in its place."""

import re

from gallery import PAGES, REPORTS, VIEWS

from nationalreports.config import REPOSITORY

SHOWN = re.findall(
    r"!\[([^\]]*)\]\(gallery/([^)]+)\.png\)",
    (REPOSITORY / "docs/gallery.md").read_text(encoding="utf-8"),
)


def test_the_gallery_shows_all_pictures_and_no_others():
    taken = {view.name for view in VIEWS} | {f"{key}-{page}" for key in REPORTS for page in PAGES}
    assert {name for _, name in SHOWN} == taken
    assert {path.stem for path in (REPOSITORY / "docs/gallery").iterdir()} == taken


def test_each_picture_has_an_alternative_text():
    assert all(len(text) > 15 for text, _ in SHOWN)
