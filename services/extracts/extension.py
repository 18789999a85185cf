"""More time: who asked for it why, the date as it stands, the date that it gives, until when it has to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.beside.extension import Extension
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.errors import RuleRefused
from models.ground.ways import Way
from services.beside.extension.old_date import old_date_of
from services.beside.extension.request_extension import get_extendable_clock
from services.beside.extension.wording import dates_of
from services.casefile.sent_notice import find_notice, list_sent
from services.casefile.standing import is_bounded
from services.extracts.part import Part
from services.extracts.scene import Scene
from services.requests.find_request_of import find_request_of
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True)
class NoticeOnItsWay:
    """Its 延期告知书: `letter_id` None before it is frozen; `sent`: by which ways it left, and when."""

    letter_id: str | None
    number: str
    sent: Mapping[Way, datetime]


@dataclass(frozen=True, slots=True)
class ExtensionDates:
    """`row` is None before anybody asked; then there is no new date, only the one that stands and must not pass.

    `notice` None before it is approved, and where its complainant gets no such letter.
    """

    row: Extension | None
    kind: ClockKind
    due_at: datetime
    new_due_at: datetime | None
    told_by: datetime
    notice: NoticeOnItsWay | None = None


def read(scene: Scene) -> ExtensionDates | None:
    """Of the request that the task works on; for the act that asks, of the limit that it would move."""
    if scene.task is None:
        return _before_it_is_asked(scene)
    row = find_request_of(Extension, scene.task.process_instance_key, scene.complaint.id, scene.unit)
    if row is None:
        return None
    clock = scene.unit.session.get_one(Clock, row.extended_clock_id)
    _, new_due_at = dates_of(row, scene.unit)
    told_by = old_date_of(row, scene.unit)
    return ExtensionDates(row, clock.kind, row.old_due_at, new_due_at, told_by, _find_notice(row, scene))


def _find_notice(row: Extension, scene: Scene) -> NoticeOnItsWay | None:
    if not row.is_approved or is_bounded(row.complaint_id, scene.unit):
        return None
    letter = find_notice(row, scene.unit)
    if letter is None:
        return NoticeOnItsWay(None, "", {})
    return NoticeOnItsWay(letter.id, letter.number or "", list_sent(letter, scene.unit))


def _before_it_is_asked(scene: Scene) -> ExtensionDates | None:
    try:
        clock = get_extendable_clock(scene.complaint, scene.unit)
    except RuleRefused:
        return None
    return ExtensionDates(None, clock.kind, clock.due_at, None, clock.due_at)


PART = Part(
    name=Extract.EXTENSION, read=read, instead_of=frozenset({"dates_label", "request_reason", "amount_label"})
)
