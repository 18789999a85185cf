"""年度报告: what the office tells everybody of a year, as one person worded it and another published it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.openness_codes import ReportState
from models.office.periodic_summary import DIGEST_LENGTH


class AnnualReport(Base):
    """One year. `foreword` and `returned_words` are words of the office; `content` are its tables in words, as they stood when
    it was proposed last (services/openness/annual_reports.py). Published it never changes: `document` is its PDF, `digest` the
    SHA-256 of that. Taken down it has no document; the digest stays until another is published, so that everybody is told of it.
    """

    __tablename__ = "annual_report"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[ReportState] = mapped_column(EnumText(ReportState))
    foreword: Mapped[str] = mapped_column(Text)
    # Any: JSON.
    content: Mapped[Any] = mapped_column(JSON)
    # Logins of all who worded it since it was sent back last: none of them publishes it.
    worded_by: Mapped[list[str]] = mapped_column(JSON)
    proposed_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    returned_words: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    document: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH))
