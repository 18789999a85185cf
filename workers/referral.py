"""Jobs of referral.bpmn."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.beside.referral import check_objection_window as checking
from services.beside.referral import prepare_referral as preparing
from services.clocks.early_asks import EarlyAsks
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()
# Of this process: what it counts is worth nothing once the window is over.
_asks = EarlyAsks()


class PrepareReferralResult(TypedDict):
    """`objection_ends_at` is an ISO moment with offset; it has passed for a unit that may not object.

    `referral_answer` is what the unit has said already, null while it has to be waited for.
    """

    complaint_id: str
    is_open: bool
    is_own_unit: bool
    sign_off_clock_id: str | None
    objection_ends_at: str
    may_object: bool
    referral_answer: str | None
    needs_result: bool
    result_clock_id: str | None
    arbitration_clock_id: str | None


class CheckObjectionWindowResult(TypedDict):
    """`objection_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    objection_ends_at: str


@router.job(JobType.PREPARE_REFERRAL)
def prepare_referral(referral_id: str, job: Job, make_unit: UnitFactory) -> PrepareReferralResult:
    """Who has the referral now, and may he object?"""
    command = preparing.PrepareReferral(referral_id, str(job.process_instance_key), identify(job))
    prepared = preparing.prepare_referral(command, make_unit())
    return PrepareReferralResult(
        complaint_id=prepared.complaint_id,
        is_open=prepared.is_open,
        is_own_unit=prepared.is_own_unit,
        sign_off_clock_id=prepared.sign_off_clock_id,
        objection_ends_at=prepared.objection_ends_at,
        may_object=prepared.may_object,
        referral_answer=prepared.referral_answer,
        needs_result=prepared.needs_result,
        result_clock_id=prepared.result_clock_id,
        arbitration_clock_id=prepared.arbitration_clock_id,
    )


@router.job(JobType.CHECK_OBJECTION_WINDOW)
def check_objection_window(referral_id: str, job: Job, make_unit: UnitFactory) -> CheckObjectionWindowResult:
    """Is the time to object really over?"""
    command = checking.CheckObjectionWindow(referral_id, identify(job))
    checked = checking.check_objection_window(command, make_unit(), SYSTEM, _asks)
    return CheckObjectionWindowResult(
        is_window_over=checked.is_window_over, objection_ends_at=checked.objection_ends_at
    )
