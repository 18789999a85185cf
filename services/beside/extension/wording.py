"""Chinese words for the length of an extension, as its forms show it to the person who decides or tells."""

from models.deadline import CALENDAR_DAYS
from models.extension import Extension


def amount_of(row: Extension) -> str:
    """The days asked for, with their kind."""
    return f"{row.amount}个{'自然日' if row.unit == CALENDAR_DAYS else '工作日'}"
