"""What a unit is asked in which case, in the words that left for it, and until when; nothing of the file is read."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.respondent_request import WRONG_UNIT, RespondentRequest
from models.beside.sent_sheet import SentSheet
from services.beside.respondent.reached_by import is_reached_by_unit
from services.requests.kinds import KINDS
from services.unit_of_work import Unit

# The heading of the matters on a sheet (sheets/letter.py), and the line after which they end.
_MATTERS, _END = "反映事项：", "依据："
# What else stands between them is for who opens the sheet.
_NUMBERED = re.compile(r"\d+\. ")


@dataclass(frozen=True, slots=True)
class AskedOfUnit:
    """`subject`: the matters as this unit was told them, empty where no sheet left; `reply_by` None where nothing is asked."""

    subject: tuple[str, ...]
    reply_by: datetime | None
    is_over: bool


NOTHING_ASKED = AskedOfUnit((), None, is_over=False)


def map_asked(complaint_ids: Collection[str], unit_code: str, unit: Unit) -> dict[str, AskedOfUnit]:
    """By case; as many questions for many cases as for one."""
    unanswered = unit.session.execute(
        select(RespondentRequest.complaint_id, RespondentRequest.window_ends_at)
        .where(
            RespondentRequest.complaint_id.in_(complaint_ids),
            is_reached_by_unit(unit_code, RespondentRequest.unit_code, RespondentRequest.staff_id),
            RespondentRequest.replied_at.is_(None),
            RespondentRequest.end_reason.is_distinct_from(WRONG_UNIT),
        )
        .order_by(RespondentRequest.window_ends_at.desc())
    )
    # The nearest is the last of each case.
    due: Mapping[str, datetime] = {complaint_id: ends_at for complaint_id, ends_at in unanswered}
    told = _map_told(complaint_ids, unit_code, unit)
    now = unit.clock.now()
    return {
        complaint_id: AskedOfUnit(
            told.get(complaint_id, ()), ends_at := due.get(complaint_id), bool(ends_at and ends_at < now)
        )
        for complaint_id in complaint_ids
    }


def _map_told(complaint_ids: Collection[str], unit_code: str, unit: Unit) -> dict[str, tuple[str, ...]]:
    """The matters of every sheet that left for the unit itself, each once."""
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for kind in KINDS.values():
        if kind.unit_column is None:
            continue
        for_unit = getattr(kind.table, kind.unit_column) == unit_code
        if kind.table is RespondentRequest:
            # What a colleague was asked himself is his.
            for_unit = is_reached_by_unit(unit_code, RespondentRequest.unit_code, RespondentRequest.staff_id)
        sheets = unit.session.execute(
            select(SentSheet.complaint_id, SentSheet.text)
            .join(kind.table, kind.table.id == SentSheet.request_id)
            .where(
                SentSheet.complaint_id.in_(complaint_ids),
                for_unit,
                kind.table.end_reason.is_distinct_from(WRONG_UNIT),
            )
            .order_by(SentSheet.sent_at)
        )
        for complaint_id, text in sheets:
            told[complaint_id] |= dict.fromkeys(_matters_in(text))
    return {complaint_id: tuple(lines) for complaint_id, lines in told.items()}


def _matters_in(text: str) -> list[str]:
    after = text.partition(_MATTERS)[2].partition(_END)[0]
    return [line.strip() for line in after.splitlines() if _NUMBERED.match(line)]
