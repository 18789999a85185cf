"""An answer of a unit outside, by whatever door: it moves its own token when it is awaited, else it is only kept on file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.beside.referral import Referral
from models.case.lifecycle import FileEntryKind, RequestState
from models.ground.errors import InvalidInput
from services.actor import Actor
from services.beside.referral.object import object_to, tell_objected
from services.beside.referral.record_result import ReferralResult, record_result, tell_result
from services.beside.referral.sign import sign, tell_signed
from services.casefile.add_entry import NewEntry, add_entry
from services.unit_of_work import Unit


class AnswerKind(StrEnum):
    """What a unit outside can say to a referral."""

    SIGNED = "signed"
    OBJECTED = "objected"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """One answer; `text` is the reason of an objection or the result, the rest how a result came where a person enters it."""

    kind: AnswerKind
    text: str = ""
    way: str = ""
    number: str = ""
    on: date | None = None


def register_answer(row: Referral, answer: OutsideAnswer, unit: Unit, actor: Actor) -> bool:
    """Take the answer; whether it was awaited. An early or late one is kept on file and moves nothing.

    RuleRefused for an objection that is not allowed any more, InvalidInput for one without reason or an empty result.
    """
    if answer.kind is AnswerKind.OBJECTED:
        return _register_objection(row, answer, unit, actor)
    if answer.kind is AnswerKind.SIGNED:
        return _register_signature(row, unit, actor)
    if not answer.text.strip():
        raise InvalidInput({"text": "REQUIRED"})
    is_awaited = row.state is RequestState.OPEN and row.signed_at is not None and row.needs_result
    if not is_awaited:
        _keep_on_file(row, answer, unit, actor)
        return False
    result = ReferralResult(answer.text, way=answer.way, number=answer.number, on=answer.on)
    record_result(row, result, unit, actor)
    tell_result(row, unit)
    return True


def _register_objection(row: Referral, answer: OutsideAnswer, unit: Unit, actor: Actor) -> bool:
    if row.state is not RequestState.OPEN and answer.text.strip():
        _keep_on_file(row, answer, unit, actor)
        return False
    object_to(row, answer.text, unit, actor)
    tell_objected(row, unit)
    return True


def _register_signature(row: Referral, unit: Unit, actor: Actor) -> bool:
    is_objected = row.objected_at is not None and row.arbitration is None
    if row.state is not RequestState.OPEN or row.signed_at is not None or is_objected:
        payload = {"referral_id": row.id, "answer": AnswerKind.SIGNED.value}
        unit.trail.add(row.complaint_id, "referral.answer_kept", payload, actor)
        return False
    sign(row, unit, actor)
    tell_signed(row, unit)
    return True


def _keep_on_file(row: Referral, answer: OutsideAnswer, unit: Unit, actor: Actor) -> None:
    entry = add_entry(NewEntry(row.complaint_id, FileEntryKind.NOTE, answer.text, actor.name), unit)
    payload = {"referral_id": row.id, "answer": answer.kind.value, "entry_id": entry.id}
    unit.trail.add(row.complaint_id, "referral.answer_kept", payload, actor)
