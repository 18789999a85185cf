"""The index of a file as one reader of its case finds it: what is bound, and what is not bound yet."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from models.case.complaint import Complaint
from services.actor import Actor
from services.case.completeness import PieceLine, list_pieces
from services.unit_of_work import Unit
from services.volumes.list_parts import list_parts, set_scene
from services.volumes.part import PLACE_NAMES, FilePart, KeptFile, Place
from services.volumes.reader import Reader


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One part. `place` is its heading in Chinese, as on paper; `is_apart` what stands in no volume that is read: identity."""

    place: str
    title: str
    number: str
    by: str
    dated: date
    is_seen: bool
    is_apart: bool
    is_file: bool


@dataclass(frozen=True, slots=True)
class FileIndex:
    """`pieces` are what the file must hold by its outcome; none while the outcome is open."""

    lines: tuple[IndexLine, ...]
    pieces: tuple[PieceLine, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[IndexLine, ...]], ...]:
        """The lines under the names of their places."""
        return tuple((name, tuple(lines)) for name, lines in groupby(self.lines, attrgetter("place")))

    @property
    def missing(self) -> tuple[PieceLine, ...]:
        """Those that it does not hold."""
        return tuple(line for line in self.pieces if not line.is_there)


def read_index(complaint: Complaint, unit: Unit, actor: Actor) -> FileIndex:
    """Of a case that the person may read."""
    reader = Reader(complaint, unit, actor)
    parts = list_parts(set_scene(complaint, unit))
    return FileIndex(tuple(_tell(part, reader) for part in parts), list_pieces(complaint, unit))


def _tell(part: FilePart, reader: Reader) -> IndexLine:
    return IndexLine(
        place=PLACE_NAMES[part.place],
        title=reader.call(part),
        number=part.number,
        by=part.by,
        dated=part.dated,
        is_seen=reader.sees(part),
        is_apart=part.place is Place.IDENTITY,
        is_file=isinstance(part.content, KeptFile),
    )
