"""What the office publishes of a period (社会公开统计): its numbers after small groups were withheld, and nothing else of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.summary_codes import PeriodKind
from models.office.periodic_summary import DIGEST_LENGTH


class PublicPeriod(Base):
    """One period, by the name of it; triggers refuse UPDATE and DELETE, since every further version could tell of single people.

    `edition` is the released edition of a month that its numbers were counted from, None for a longer period, which is the sum of
    its published months. `content` is JSON of services/openness/published.py; `digest` is SHA-256 over its canonical form.
    """

    __tablename__ = "public_period"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[PeriodKind] = mapped_column(EnumText(PeriodKind))
    begins_on: Mapped[date]
    edition: Mapped[int | None]
    # Any: JSON.
    content: Mapped[Any] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
