"""Identifiers of the office's rows as distinct types, and the one way to make a new one."""

from typing import NewType
from uuid import uuid4

ComplaintId = NewType("ComplaintId", str)
ClockId = NewType("ClockId", str)
DecisionId = NewType("DecisionId", str)


def new_id() -> str:
    """A fresh random identifier of 32 hex digits; not sequential, so it may stand in an address."""
    return uuid4().hex
