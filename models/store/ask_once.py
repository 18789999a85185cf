"""What one look at the database asks several times is read once; only in sessions that write nothing."""

from collections.abc import Callable, Collection, Hashable
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

READS_ONLY = "reads_only"
Answer = TypeVar("Answer")
Row = TypeVar("Row")


def ask_once(session: Session, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """The answer of before under this key; a session that may write is asked anew each time."""
    if not session.info.get(READS_ONLY):
        return ask()
    if key not in session.info:
        session.info[key] = ask()
    answer: Answer = session.info[key]
    return answer


def map_known(kind: type[Row], ids: Collection[str], session: Session) -> dict[str, Row]:
    """The rows by their key; a look that has read them all already asks for none."""
    known = {key: session.identity_map.get(identity_key(kind, key)) for key in ids}
    found = {key: row for key, row in known.items() if row is not None}
    if session.info.get(READS_ONLY) and len(found) == len(known):
        return found
    column = inspect(kind).primary_key[0]
    return dict(session.execute(select(column, kind).where(column.in_(sorted(known)))).all())
