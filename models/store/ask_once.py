"""What one look at the database asks several times is read once; only in sessions that write nothing."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

READS_ONLY = "reads_only"
Answer = TypeVar("Answer")


def ask_once(session: Session, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of before under this key; a session that may write is asked anew each time."""
    if not session.info.get(READS_ONLY):
        return ask()
    if key not in session.info:
        session.info[key] = ask()
    answer: Answer = session.info[key]
    return answer
