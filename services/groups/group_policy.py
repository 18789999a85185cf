"""The policy about mass complaints in force: the latest row, or what the office begins with."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.group_policy import GroupPolicy
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class GroupLimits:
    """What the policy says; shares and likeness in percent."""

    least_complaints: int = 4
    within_hours: int = 4
    least_likeness: int = 10
    closing_share: int = 60
    basis: str = "内部默认值"


def find_group_limits(unit: Unit) -> GroupLimits:
    """The limits in force."""
    row = unit.session.scalars(select(GroupPolicy).order_by(GroupPolicy.id.desc()).limit(1)).first()
    if row is None:
        return GroupLimits()
    return GroupLimits(
        row.least_complaints, row.within_hours, row.least_likeness, row.closing_share, row.basis
    )
