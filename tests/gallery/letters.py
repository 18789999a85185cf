"""`python -m tests.gallery.letters [FOLDER]`: every kind of letter as a picture, in its shortest and in its longest case.

The pages of a letter stand side by side; of a very long one those at its beginning and at its end. Nothing is compared:
people look.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image

from adapters.typst_press import TypstPress
from models.store.migrations import migrate
from models.vault.keyring import use_keyring
from tests.database import keys_of_this_process, sqlite_at
from tests.full_office import FullOffice
from tests.unit.services.letter_extremes import list_extremes

_SCALE = 1.0  # 72 dots an inch
_SHOWN = 3  # pages at the beginning, and so many at the end
_GAP = 8


@contextmanager
def opened_office(folder: Path) -> Iterator[FullOffice]:
    """A set-up office of its own."""
    use_keyring(keys_of_this_process())
    with sqlite_at(folder / "office.db") as database:
        migrate(database)
        office = FullOffice(database, folder=folder)
        office.set_up()
        yield office


def take(folder: Path) -> int:
    """The number of pictures taken into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    with tempfile.TemporaryDirectory(prefix="letters-") as data, opened_office(Path(data)) as office:
        for extreme in list_extremes(office):
            pages = _draw(TypstPress().print(extreme.letter))
            side_by_side(pages).save(folder / f"{extreme.name}.png")
            taken += 1
    return taken


def _draw(content: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        numbers = range(len(document))
        shown = sorted({*numbers[:_SHOWN], *numbers[-_SHOWN:]})
        return [document[number].render(scale=_SCALE).to_pil() for number in shown]


def side_by_side(pages: list[Image.Image]) -> Image.Image:
    """One picture of them all."""
    width = sum(page.width + _GAP for page in pages)
    sheet = Image.new("RGB", (width, max(page.height for page in pages)), "grey")
    left = 0
    for page in pages:
        sheet.paste(page, (left, 0))
        left += page.width + _GAP
    return sheet


if __name__ == "__main__":
    into = Path(sys.argv[1] if len(sys.argv) > 1 else "var/letters")
    print(f"{take(into)} pictures in {into}")
