"""办理过程记录: an extract of the trail with the hashes of its chain; a later volume goes on where the one before ended."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from models.clock.legal_time import beijing_date, word_moment
from models.ledger.trail_event import TrailEvent
from services.ports.press import Grid, Words
from services.volumes.event_words import EVENT_WORDS, OTHER
from services.volumes.part import FilePart, Place, Scene, Sheet

KEY = "trail"
_HEAD = ("序号", "时间", "何人", "何事", "校验值")
_WIDTHS = (4, 9, 10, 11, 10)
_SHOWN = 12
_SAYS = (
    "本表摘自办公系统的留痕。每一条记载的校验值（SHA-256）由该条内容和前一条的校验值算出，"
    f"表中列出前{_SHOWN}位；全部记载连成一条链，改动或者删去任何一条都能查出。"
)


def list_events(scene: Scene) -> Sequence[TrailEvent]:
    """What happened since the last volume, the oldest first."""
    query = select(TrailEvent).where(
        TrailEvent.complaint_id == scene.complaint.id, TrailEvent.seq > scene.bound.last_seq
    )
    return scene.unit.session.scalars(query.order_by(TrailEvent.seq)).all()


def list_trail(scene: Scene) -> Iterator[FilePart]:
    """One sheet."""
    events = list_events(scene)
    if events:
        rows = tuple(
            (
                str(event.seq),
                word_moment(event.at),
                scene.name(event.actor),
                EVENT_WORDS.get(event.kind, OTHER),
                event.hash[:_SHOWN],
            )
            for event in events
        )
        sheet = Sheet((Words(_SAYS), Grid(_HEAD, rows, _WIDTHS)))
        dated = beijing_date(events[-1].at)
        yield FilePart(Place.TRAIL, KEY, "办理过程记录（留痕摘录）", "", "系统", dated, sheet)
