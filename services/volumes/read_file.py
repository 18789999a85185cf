"""A sealed volume as one PDF to read, of what its reader may see. Page numbers are those of the seal, whoever reads."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.errors import NotFound, NotPermitted, OutsideUnavailable
from services.access.whole_words import WORDS_WITHHELD, reads_whole_words
from services.actor import Actor
from services.keeping.word_term import word_term
from services.office.letterhead import read_letterhead
from services.ports.press import Book, Grid, Leaf, Letterhead
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.bound_part import BoundPart
from services.volumes.open_index import name_volume
from services.volumes.part import KeptFile, Place
from services.volumes.reader import Reader, get_readable
from services.volumes.sealed_volume import SealedVolume, list_volume_rows, read_volumes

TITLE = "投诉处置案卷"
APART = "身份材料，另册"
WITHHELD = "限阅，未随卷"
ELECTRONIC = "电子附件，见交接包"
_HEAD = ("序号", "文号", "责任者", "题名", "日期", "页号", "备注")
_WIDTHS = (3, 9, 9, 14, 8, 5, 12)


@dataclass(frozen=True, slots=True)
class FilePdf:
    """A PDF and what it is saved as."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class OpenVolume:
    """A volume as one reader takes it: whose it is, for how long, and which parts he may see, by their place in its index."""

    complaint: Complaint
    letterhead: Letterhead
    volume: SealedVolume
    retention: str
    titles: tuple[str, ...]
    seen: frozenset[int]


def open_volume(complaint: Complaint, volume: SealedVolume, reader: Reader, unit: Unit) -> OpenVolume:
    """What of it this reader takes."""
    return OpenVolume(
        complaint=complaint,
        letterhead=read_letterhead(unit),
        volume=volume,
        retention=word_term(complaint.id, unit),
        titles=tuple(reader.call(bound.part) for bound in volume.parts),
        seen=frozenset(at for at, bound in enumerate(volume.parts) if reader.sees(bound.part)),
    )


def read_file(complaint_id: str, no: int, unit_of_work: UnitOfWork, actor: Actor) -> FilePdf:
    """The PDF; that it was taken is on record with its digest.

    NotFound for whom the case is not and for a volume that is not sealed, NotPermitted(WORDS_WITHHELD) for who does not work
    on it, OutsideUnavailable for a kept part that changed.
    """
    with unit_of_work.reading() as unit:
        complaint = get_readable(complaint_id, unit, actor)
        if not reads_whole_words(complaint, unit, actor):
            raise NotPermitted(code=WORDS_WITHHELD)
        volumes = read_volumes(list_volume_rows(complaint_id, unit), complaint.number)
        volume = next((one for one in volumes if one.no == no), None)
        if volume is None:
            raise NotFound
        opened = open_volume(complaint, volume, Reader(complaint, unit, actor), unit)
        name = f"案卷-{complaint.number}-{name_volume(no)}.pdf"
    content = print_volume(opened, unit_of_work)
    with unit_of_work as unit:
        payload = {"no": no, "sha256": hashlib.sha256(content).hexdigest(), "parts": len(opened.seen)}
        unit.trail.add(complaint_id, "file.printed", payload, actor)
    return FilePdf(name, content)


def print_volume(opened: OpenVolume, unit_of_work: UnitOfWork) -> bytes:
    """The same bytes for the same volume and the same parts."""
    volume, number = opened.volume, opened.complaint.number
    seen = [bound for at, bound in enumerate(volume.parts) if at in opened.seen and bound.pages]
    titles = {bound.part.key: title for bound, title in zip(volume.parts, opened.titles, strict=True)}
    leaves = tuple(
        Leaf(
            titles[bound.part.key],
            get_pages(bound, unit_of_work),
            isinstance(bound.part.content, KeptFile),
            bound.first_page,
        )
        for bound in seen
    )
    book = Book(
        letterhead=opened.letterhead,
        title=TITLE,
        number=number,
        cover=_list_cover(opened),
        index=Grid(_HEAD, tuple(_list_rows(opened)), _WIDTHS),
        leaves=leaves,
        total=volume.pages,
        dated=beijing_date(volume.sealed_at),
    )
    return unit_of_work.ports.press.bind_book(book)


def get_pages(bound: BoundPart, unit_of_work: UnitOfWork) -> bytes:
    """The PDF of a sheet or letter, the redrawn copy of a picture; OutsideUnavailable for a PDF that has changed."""
    content, store = bound.part.content, unit_of_work.ports.object_store
    if isinstance(content, KeptFile):
        return store.get(content.safe_copy_key or "")
    page = store.get(bound.storage_key)
    if hashlib.sha256(page).hexdigest() != bound.sha256:
        raise OutsideUnavailable
    return page


def _list_cover(opened: OpenVolume) -> tuple[tuple[str, str], ...]:
    complaint, volume = opened.complaint, opened.volume
    closed = beijing_date(complaint.closed_at) if complaint.closed_at else None
    return (
        ("全宗单位", opened.letterhead.name),
        ("案卷题名", f"投诉{complaint.number}处置案卷"),
        ("卷别", name_volume(volume.no)),
        ("收到日期", word_day(beijing_date(complaint.received_at))),
        ("归档日期", word_day(closed) if closed else "尚未归档"),
        ("件数、页数", f"{len(volume.parts)}件，{volume.pages}页（封面、目录不计）"),
        ("封卷时间", word_moment(volume.sealed_at)),
        ("封卷校验值", volume.digest),
        ("保管期限", opened.retention),
    )


def _list_rows(opened: OpenVolume) -> Iterable[tuple[str, ...]]:
    for at, (bound, title) in enumerate(zip(opened.volume.parts, opened.titles, strict=True)):
        part = bound.part
        note = "" if at in opened.seen else APART if part.place is Place.IDENTITY else WITHHELD
        if not note and not bound.pages:
            note = f"{ELECTRONIC}\nSHA-256：{bound.sha256}"
        yield (
            str(at + 1),
            part.number,
            part.by,
            title,
            part.dated.isoformat(),
            bound.pages_told,
            note,
        )
