"""The table of what stays for how long, from the policies that the sweeps read."""

from __future__ import annotations

from datetime import timedelta

from deploy.docs.table import markdown_table
from services.retention.policy import POLICIES

_HEADS = ("what / 内容", "days / 天数", "counted from / 起算", "why / 依据")


def retention_table() -> str:
    """One row a policy."""
    rows = [(row.what, _days(row.after), row.counted_from, row.basis) for row in POLICIES]
    return markdown_table(_HEADS, rows)


def _days(after: timedelta | None) -> str:
    return "-" if after is None else str(after.days)
