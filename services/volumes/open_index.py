"""The index of a file as one reader of its case finds it: the sealed volumes, and what is not bound yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.access.case_writers import may_write
from services.actor import Actor
from services.case.completeness import PieceLine, list_pieces
from services.unit_of_work import Unit
from services.volumes.list_parts import list_parts, set_scene
from services.volumes.part import PLACE_NAMES, FilePart, KeptFile, Place
from services.volumes.reader import Reader
from services.volumes.sealed_volume import SealedVolume, list_volume_rows, read_bound_before, read_volumes
from services.volumes.taking_rights import may_take, may_take_identity


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One part. `place` is its heading in Chinese, as on paper; `is_apart` what stands in no volume that is read: identity.

    `pages` is empty before it is bound, and of a file that cannot be printed.
    """

    place: str
    title: str
    number: str
    by: str
    dated: date
    pages: str
    is_seen: bool
    is_apart: bool
    is_file: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """An index, with its lines under the names of their places."""

    all: tuple[IndexLine, ...]

    @property
    def groups(self) -> tuple[tuple[str, tuple[IndexLine, ...]], ...]:
        """In their order."""
        return tuple((name, tuple(lines)) for name, lines in groupby(self.all, attrgetter("place")))


@dataclass(frozen=True, slots=True)
class VolumeIndex:
    """One sealed volume; the first is the file as it was archived, later ones are 补卷."""

    no: int
    sealed_at: datetime
    pages: int
    digest: str
    holds: bool
    lines: Lines


@dataclass(frozen=True, slots=True)
class FileIndex:
    """`unbound` stands in no volume; `waits` while a volume is ordered and not sealed. `pieces` are what the file must hold
    by its outcome, none while the outcome is open.
    """

    volumes: tuple[VolumeIndex, ...]
    unbound: Lines
    pieces: tuple[PieceLine, ...]
    waits: bool
    may_seal: bool
    may_take: bool
    may_take_identity: bool

    @property
    def missing(self) -> tuple[PieceLine, ...]:
        """Those that it does not hold."""
        return tuple(line for line in self.pieces if not line.is_there)


def read_index(complaint: Complaint, unit: Unit, actor: Actor) -> FileIndex:
    """Of a case that the person may read."""
    reader = Reader(complaint, unit, actor)
    rows = list_volume_rows(complaint.id, unit)
    unbound = list_unbound(list_parts(set_scene(complaint, unit, bound=read_bound_before(rows))), rows)
    waits = any(row.sealed_at is None for row in rows)
    is_closed = complaint.stage is Stage.ARCHIVED
    return FileIndex(
        volumes=tuple(_tell_volume(one, reader) for one in read_volumes(rows, complaint.number)),
        unbound=Lines(tuple(_tell(part, None, reader) for part in unbound)),
        pieces=list_pieces(complaint, unit),
        waits=waits,
        may_take=may_take(complaint, actor),
        may_take_identity=may_take_identity(complaint, unit, actor),
        may_seal=is_closed and not waits and bool(unbound) and may_write(complaint, unit, actor),
    )


def list_unbound(parts: Sequence[FilePart], rows: Sequence[object]) -> list[FilePart]:
    """What there is to bind: that somebody looked at a sealed file goes on its trail, and is nothing to bind by itself."""
    if rows and all(part.place is Place.TRAIL for part in parts):
        return []
    return list(parts)


def _tell_volume(volume: SealedVolume, reader: Reader) -> VolumeIndex:
    lines = Lines(tuple(_tell(bound.part, bound.pages_told, reader) for bound in volume.parts))
    return VolumeIndex(volume.no, volume.sealed_at, volume.pages, volume.digest, volume.holds, lines)


def _tell(part: FilePart, pages: str | None, reader: Reader) -> IndexLine:
    """`pages` is None before the part is bound."""
    content = part.content
    is_file = isinstance(content, KeptFile) and (
        not pages if pages is not None else not content.safe_copy_key
    )
    return IndexLine(
        place=PLACE_NAMES[part.place],
        title=reader.call(part),
        number=part.number,
        by=part.by,
        dated=part.dated,
        pages=pages or "",
        is_seen=reader.sees(part),
        is_apart=part.place is Place.IDENTITY,
        is_file=is_file,
    )


def name_volume(no: int) -> str:
    """On paper: the first is the file, what comes later supplements it."""
    return "正卷" if no == 1 else f"补卷（第{no - 1}卷）"
