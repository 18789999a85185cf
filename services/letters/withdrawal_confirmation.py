"""撤回确认: that the complainant withdrew, from when on nothing is handled, and that he may complain again."""

from collections.abc import Sequence

from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import list_requests
from services.letters.told_matters import say_opening
from services.ports.press import Facts
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}），您提出撤回；经核实，撤回出于您的真实意愿，现予确认。",
    "effect": "自确认之日起，我中心终止办理。有新的情况的，您可以再次投诉。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_confirmed(complaint, unit)]


def list_confirmed(complaint: Complaint, unit: Unit) -> list[Withdrawal]:
    """The withdrawals that count, the first first."""
    return [row for row in list_requests(Withdrawal, complaint, unit) if row.is_confirmed]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = next(row for row in list_confirmed(complaint, unit) if row.id == subject)
    dates = [("提出撤回", word_moment(row.requested_at))]
    if row.verified_at is not None:
        dates.append(("核实确认", word_moment(row.verified_at)))
    return (
        say_opening(wording, complaint),
        Facts(tuple(dates)),
        wording.say("effect", "办理结果"),
    )


WITHDRAWAL_CONFIRMATION = LetterKind(
    "withdrawal_confirmation", "撤回投诉确认书", None, _TEXTS, _list_subjects, _write
)
