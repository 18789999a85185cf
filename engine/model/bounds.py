"""How large the numbers and texts of a diagram or a variable may be; what is larger is refused where it is read."""

from __future__ import annotations

from typing import Final

# The protocol carries retries and repetitions in 32 bits.
MAX_INT32: Final = 2**31 - 1
# The longest name, code, type or person, as on Zeebe.
MAX_TEXT_LENGTH: Final = 32 * 1024
# The longest date, duration, cycle or cron text; Python converts no text of more than 4,300 digits to a number.
MAX_TIMER_LENGTH: Final = 1_000
# The longest message of an incident or a failed job, as on Zeebe.
MAX_MESSAGE_LENGTH: Final = 10_000
_SHOWN: Final = 100


def find_whole(digits: str, most: int = MAX_INT32) -> int | None:
    """The number from 0 to `most` that decimal digits stand for; None for any other text."""
    if not digits.isdecimal():
        return None
    digits = digits.lstrip("0") or "0"
    # Counted before they are converted: a text may have a million of them.
    if len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if number <= most else None


def shortened(text: str, length: int = _SHOWN) -> str:
    """The text as a message may hold it: its beginning, with a mark where it was cut."""
    return text if len(text) <= length else f"{text[:length]}... ({len(text)} characters)"


def cut_message(message: str) -> str:
    """The message of an incident or a failed job, no longer than is kept."""
    return message if len(message) <= MAX_MESSAGE_LENGTH else f"{message[: MAX_MESSAGE_LENGTH - 3]}..."
