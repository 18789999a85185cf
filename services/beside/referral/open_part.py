"""Asks a co-handling unit for its part (协办部分): what, in which matters, by when. The lead's finding waits for it."""

from dataclasses import dataclass
from datetime import datetime

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.clock.legal_time import at_time, beijing_date
from models.ground.codes import ReferralRole
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId
from models.ground.left_words import UNDECIDED, Decisions
from services.actor import Actor
from services.beside.referral.mail_sheet import mail_referral_sheet
from services.beside.referral.open_referral import OpenReferral, announce_referral, open_referral
from services.case.earlier_diagram import find_diagram_bar
from services.casefile.get_case import list_accepted_matters
from services.clocks.get_clock import find_running_clock
from services.clocks.office_ladder import load_ladder
from services.clocks.open_clock import OpenClock, open_clock
from services.requests.kinds.referral import REFERRAL
from services.unit_of_work import Unit

LONGEST_LIMIT_WD = 60
NOT_ACCEPTED = "PART_BEFORE_ACCEPTANCE"
STAGE_OVER = "STAGE_OVER"
NOT_BEFORE_LEAD = "PART_AFTER_LEAD"
# What a lead's report waits for is asked while somebody still works on it.
STAGES = frozenset({Stage.INTAKE, Stage.REFERRAL, Stage.INVESTIGATION, Stage.DISPOSAL})


@dataclass(frozen=True, slots=True)
class OpenPart:
    """What is asked of whom; `due_wd` the workdays it has where they are not the policy's.

    `asks_again_of`: the reported part to which more is asked. `decided`: what becomes of words about third persons in it.
    """

    unit_code: str
    matter_nos: tuple[int, ...]
    asked: str
    due_wd: int | None = None
    asks_again_of: str | None = None
    decided: Decisions = UNDECIDED


def find_part_bar(complaint: Complaint, unit: Unit) -> str | None:
    """Why no part can be asked for at present: nothing accepted, nobody works on it, or a run that waits for none."""
    if not list_accepted_matters(complaint.id, unit):
        return NOT_ACCEPTED
    if complaint.stage not in STAGES:
        return STAGE_OVER
    return find_diagram_bar(REFERRAL, complaint, unit)


def word_part(asked: str) -> str:
    """What goes beside the sheet of a part."""
    return f"协办要求：{asked.strip()}"


def open_part(command: OpenPart, complaint: Complaint, unit: Unit, actor: Actor) -> Referral:
    """Open it in the caller's unit, with a limit of its own that ends before the lead's, and let its diagram begin.

    InvalidInput on `due_wd` for a limit that does not, else as `open_referral`.
    """
    if command.due_wd is not None and not 1 <= command.due_wd <= LONGEST_LIMIT_WD:
        raise InvalidInput({"due_wd": "TOO_SMALL" if command.due_wd < 1 else "TOO_LARGE"})
    clock = _open_limit(command, complaint, unit)
    row = open_referral(
        OpenReferral(
            unit_code=command.unit_code,
            matter_nos=command.matter_nos,
            role=ReferralRole.CO,
            note=word_part(command.asked),
            needs_result=True,
            holds_finding=True,
            decided=command.decided,
        ),
        complaint,
        unit,
        actor,
    )
    clock.subject_id, row.result_clock_id = row.id, clock.id
    row.replaces_referral_id = command.asks_again_of
    unit.session.flush()
    # With the last day of the part, which stands now.
    mail_referral_sheet(row, unit)
    announce_referral(row, unit)
    return row


def _open_limit(command: OpenPart, complaint: Complaint, unit: Unit) -> Clock:
    """From the asking on: a unit that does not sign gains no day by it."""
    lead_ends = _last_moment(complaint, unit)
    clock = open_clock(
        OpenClock(
            ComplaintId(complaint.id),
            ClockKind.REFERRAL_RESULT,
            complaint.round,
            unit.clock.now(),
            amount=command.due_wd,
            not_after=lead_ends,
        ),
        unit,
    )
    wished = datetime.fromisoformat(clock.explanation["deadline"]["due_at"])
    if command.due_wd is not None and clock.due_at < wished:
        raise InvalidInput(
            {"due_wd": NOT_BEFORE_LEAD}, facts={"due_wd": {"until": beijing_date(clock.due_at)}}
        )
    return clock


def _last_moment(complaint: Complaint, unit: Unit) -> datetime | None:
    """The end of the workday before the lead's own limit, that limit itself where there is no such day left."""
    lead = find_running_clock(complaint.id, ClockKind.RESOLVE, unit)
    if lead is None:
        return None
    ladder = load_ladder(unit.session)
    day = ladder.calendar.previous_workday(beijing_date(lead.due_at))
    before = at_time(day, ladder.hours.closes)
    return before if before > unit.clock.now() else lead.due_at
