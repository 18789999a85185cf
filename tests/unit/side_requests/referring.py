"""Short words for a referral in an accepted case."""

from __future__ import annotations

from services.actor import SYSTEM
from services.beside.referral.check_objection_window import (
    CheckedObjectionWindow,
    CheckObjectionWindow,
    check_objection_window,
)
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.beside.referral.prepare_referral import PreparedReferral, PrepareReferral, prepare_referral
from services.casefile.get_case import list_matters
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "71"


def refer(case: SideCase, unit_code: str = "RS", **fields: object) -> str:
    command = OpenReferral(unit_code, **fields)  # type: ignore[arg-type]  # fields by name in tests
    return str(case.do("wen.rusheng", lambda c, u, a: open_referral(command, c, u, a)))


def prepare(case: SideCase, referral_id: str, instance: str = INSTANCE) -> PreparedReferral:
    command = PrepareReferral(referral_id, instance, case.job())
    return prepare_referral(command, case.office.unit_of_work())


def check(case: SideCase, referral_id: str) -> CheckedObjectionWindow:
    command = CheckObjectionWindow(referral_id, case.job())
    return check_objection_window(command, case.office.unit_of_work(), SYSTEM)


def object_(case: SideCase, login: str = "ren.shebao", reason: str = "不属本单位职责") -> None:
    case.submit("sign-referral", login, INSTANCE, referral_answer="objected", objection_reason=reason)


def sign(case: SideCase, login: str = "ren.shebao") -> None:
    case.submit("sign-referral", login, INSTANCE, referral_answer="signed")


def disclose(case: SideCase, level: int) -> None:
    with case.unit() as (_, complaint):
        complaint.disclosure_level = level


def reword(case: SideCase) -> None:
    """Let a person take over the words of each matter, numbered."""
    with case.unit() as (unit, complaint):
        for matter in list_matters(complaint.id, unit):
            matter.text, matter.is_reworded = f"第{matter.no}项：{matter.text}", True
