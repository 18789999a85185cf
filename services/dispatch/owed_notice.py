"""Mails without a document of the file that are owed when they come back: notices to the complainant, and sheets of units.

The limit has the mail as its subject. It ends when the mail is taken, when a person says how it was told or that nothing is
sent any more, and when what it tells of is over.
"""

from models.case.dispatch import Dispatch
from models.case.lifecycle import ClockStopReason
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.clocks.return_limit import meet_return_limits
from services.unit_of_work import Unit

# No reminder: what it reminds of has limits and a mail of its own.
OWED = (
    DispatchPurpose.ANSWER,
    DispatchPurpose.INTERIM_ANSWER,
    DispatchPurpose.REVIEW,
    DispatchPurpose.LETTER,
    DispatchPurpose.RECEIPT,
    DispatchPurpose.DATA_INCIDENT,
    DispatchPurpose.UNIT_SHEET,
    DispatchPurpose.UNIT_NOTICE,
)
_MET_BY = {
    DispatchState.TAKEN: ClockStopReason.SENT,
    DispatchState.TOLD: ClockStopReason.TOLD,
    DispatchState.DROPPED: ClockStopReason.CANCELLED,
}


def is_owed_notice(row: Dispatch) -> bool:
    """Whether it is owed when it comes back; a document is owed as a sending or a letter (ADR 0355)."""
    return row.letter_id is None and row.way is Way.EMAIL and row.purpose in OWED


def end_owed_notice(row: Dispatch, unit: Unit) -> None:
    """Of a locked row that has just moved: what runs since it came back is met, or is owed no more; nothing of any other."""
    if is_owed_notice(row) and row.state in _MET_BY:
        meet_return_limits(row.complaint_id, {row.id}, _MET_BY[row.state], unit)
