"""Complaints of some days, and how many of them meet a condition, for numbers that the ledger opens."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, exists, func

from models.case.complaint import Complaint
from models.case.complaint_group import GroupMember
from models.clock.legal_time import at_time

_DAY = timedelta(days=1)


def received_within(since: date, until: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Conditions on `complaint`: received from the first to the last of these Beijing days."""
    begin, end = at_time(since, "00:00"), at_time(until + _DAY, "00:00")
    return Complaint.received_at >= begin, Complaint.received_at < end


def is_member() -> ColumnElement[bool]:
    """On `complaint`: it belongs to a mass complaint that another file leads."""
    return exists().where(GroupMember.complaint_id == Complaint.id, GroupMember.left_at.is_(None))


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Of how many rows it holds; 0 of none."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
