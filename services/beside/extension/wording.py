"""Chinese words for the length of an extension, as its forms show it to the person who decides or tells."""

from models.beside.extension import Extension
from models.clock.deadline import CALENDAR_DAYS


def amount_of(row: Extension) -> str:
    """The days asked for, with their kind."""
    return f"{row.amount}个{'自然日' if row.unit == CALENDAR_DAYS else '工作日'}"
