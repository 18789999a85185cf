"""Running numbers of letters (文号): one series for each kind and year (Beijing), without gaps."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, Base
from models.ground.lock_or_insert import lock_or_insert


class LetterSeries(Base):
    """The last number that was given to a letter of this kind in this year."""

    __tablename__ = "letter_series"

    kind: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int] = mapped_column(default=0)


def take_letter_number(session: Session, kind: str, year: int) -> int:
    """The next number of the series; whoever freezes another of its letters waits for this transaction.

    Given back when the transaction fails, so that no number is missing.
    """
    first = {"kind": kind, "year": year, "last_number": 0}
    series = lock_or_insert(session, LetterSeries, (kind, year), **first)
    series.last_number += 1
    session.flush()
    return series.last_number
