"""What the complainant said, beside which a finding is set: of the whole case and matter by matter, without who said it (R47)."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.matter import Matter
from models.ledger.trail_event import TrailEvent
from services.forms.task_case import OfCase
from services.identity.cut_identity import cut_identity

WORDED, CORRECTED = "matter.worded", "matters.corrected"


def word_statement(case: OfCase) -> str:
    """All that was told and wanted, in the words of the complainant."""
    complaint = case.complaint
    told = [complaint.matter, complaint.wanted or ""]
    return "\n".join(part for part in cut_identity(told, complaint.id, case.unit) if part)


def word_told(matters: Sequence[Matter], case: OfCase) -> dict[int, str]:
    """By number the words of the complainant for each matter: those that it had before a person worded it neutrally."""
    earlier = _list_earlier(case)
    told = [earlier.get(matter.no, matter.text) if matter.is_reworded else matter.text for matter in matters]
    cut = cut_identity(told, case.complaint.id, case.unit)
    return {matter.no: words for matter, words in zip(matters, cut, strict=True)}


def _list_earlier(case: OfCase) -> dict[int, str]:
    """The first wording of each number since the split was last corrected."""
    events = case.unit.session.scalars(
        select(TrailEvent)
        .where(TrailEvent.complaint_id == case.complaint.id, TrailEvent.kind.in_((WORDED, CORRECTED)))
        .order_by(TrailEvent.seq)
    )
    first: dict[int, str] = {}
    for event in events:
        if event.kind == CORRECTED:
            first.clear()
        else:
            first.setdefault(int(event.payload["no"]), str(event.payload["earlier"]))
    return first
