"""评分表: by which lines the file of a complaint is reviewed; drafted, published by a second person, never changed afterwards."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.file_review_codes import SheetPart, SheetState

LINE_LENGTH = 120
ENGLISH_LENGTH = 200
SOURCE_LENGTH = 120


class ScoreSheet(Base):
    """One version; the newest published one is in force. An office that has published none goes by the one that is shipped."""

    __tablename__ = "score_sheet"

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[SheetState] = mapped_column(EnumText(SheetState))
    drafted_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ScoreSheetLine(Base):
    """One line: `check` names the rule that judges it (services/file_review/checks.py), None where an examiner does."""

    __tablename__ = "score_sheet_line"

    sheet_no: Mapped[int] = mapped_column(ForeignKey("score_sheet.no"), primary_key=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    place: Mapped[int]
    part: Mapped[SheetPart] = mapped_column(EnumText(SheetPart))
    name_zh: Mapped[str] = mapped_column(String(LINE_LENGTH))
    name_en: Mapped[str] = mapped_column(String(ENGLISH_LENGTH))
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    points: Mapped[int]
    check: Mapped[str | None] = mapped_column("check_name", String(CODE_LENGTH))
