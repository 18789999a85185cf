"""Matters handed over to an outside authority (转办): one referral for each unit that matters go to."""

from models.case.matter import Matter
from models.ground.codes import MatterDecision, ReferralRole
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.clocks.office_limit import open_office_limit
from services.clocks.time_limits import REFER
from services.forms.task_case import TaskCase


def transfer_matters(case: TaskCase, matters: list[Matter]) -> None:
    """Open the referrals of matters just decided; the diagram awaits them by their ids, the complainant is told."""
    by_unit: dict[str, list[int]] = {}
    for matter in matters:
        if matter.decision is MatterDecision.REFER and matter.referred_to is not None:
            by_unit.setdefault(matter.referred_to, []).append(matter.no)
    for unit_code, numbers in by_unit.items():
        open_office_limit(case.complaint, REFER, case.unit)
        command = OpenReferral(
            unit_code=unit_code,
            matter_nos=tuple(numbers),
            role=ReferralRole.TRANSFER,
            needs_result=True,
            decided=case.decided,
        )
        open_referral(command, case.complaint, case.unit, case.actor)
