"""The first question of the referral diagram, asked again after an arbitration: who has it, what may he still do?"""

from dataclasses import dataclass

from models.beside.referral import Referral
from models.clock.legal_time import as_iso
from services.beside.referral.is_outside import is_outside
from services.beside.referral.objection_window import objection_end
from services.beside.referral.register_answer import AnswerKind
from services.once.once_per_job import JobIdentity, JobResult, once_per_job
from services.requests.request_rows import bind_instance, get_request
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PrepareReferral:
    """The referral and the instance that works on it."""

    referral_id: str
    process_instance_key: str
    job: JobIdentity


@dataclass(frozen=True, slots=True)
class PreparedReferral:
    """`objection_ends_at` is an ISO moment with offset; it has passed for a unit that may not object.

    `referral_answer` is what the receiving unit has said already and nobody has decided on: an objection, a signature.
    """

    complaint_id: str
    is_open: bool
    is_own_unit: bool
    sign_off_clock_id: str | None
    objection_ends_at: str
    may_object: bool
    referral_answer: str | None = None
    needs_result: bool = False
    result_clock_id: str | None = None
    arbitration_clock_id: str | None = None


def prepare_referral(command: PrepareReferral, unit_of_work: UnitOfWork) -> PreparedReferral:
    """What the diagram needs to route; not open for a referral that has ended or that another instance works on."""
    with unit_of_work as unit:
        result = once_per_job(command.job, unit, lambda: _prepare(command, unit))
    return PreparedReferral(**result)  # type: ignore[arg-type]  # its own fields, kept as JSON by the inbox


def _prepare(command: PrepareReferral, unit: Unit) -> JobResult:
    row = get_request(Referral, command.referral_id, unit)
    return {
        "complaint_id": row.complaint_id,
        "is_open": bind_instance(row, command.process_instance_key),
        "is_own_unit": not is_outside(row, unit),
        "sign_off_clock_id": row.sign_off_clock_id,
        "objection_ends_at": as_iso(objection_end(row, unit)),
        "may_object": row.may_object,
        "referral_answer": _find_answer(row),
        "needs_result": row.needs_result,
        "result_clock_id": row.result_clock_id,
        "arbitration_clock_id": row.arbitration_clock_id,
    }


def _find_answer(row: Referral) -> str | None:
    """Said to an earlier run of the case, or before the diagram came to ask."""
    if row.signed_at is not None:
        return AnswerKind.SIGNED.value
    is_undecided = row.objected_at is not None and row.arbitration is None
    return AnswerKind.OBJECTED.value if is_undecided else None
