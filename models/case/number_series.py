"""Running numbers of complaints by centre and year of receipt."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import CODE_LENGTH, Base
from models.ground.lock_or_insert import lock_or_insert


class NumberSeries(Base):
    """The last number given in one year (Beijing) of one centre."""

    __tablename__ = "number_series"

    centre_code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int] = mapped_column(default=0)


def lock_series(session: Session, centre_code: str, year: int) -> NumberSeries:
    """The row of the series, begun when there is none; whoever numbers a complaint waits for its lock."""
    first = {"centre_code": centre_code, "year": year, "last_number": 0}
    return lock_or_insert(session, NumberSeries, (centre_code, year), **first)


def take_number(session: Session, centre_code: str, year: int) -> str:
    """The next public number, such as `YH-2026-000001`.

    Given back to the series when the transaction fails.
    """
    series = lock_series(session, centre_code, year)
    series.last_number += 1
    session.flush()
    return f"{centre_code}-{year}-{series.last_number:06d}"
