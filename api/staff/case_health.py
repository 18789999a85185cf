"""卷宗体检: the file of a case by the score sheet of the review of files, line by line."""

from __future__ import annotations

from api.i18n import language
from api.staff.case_page import render_section
from api.staff.case_sections import HEALTH
from models.ground.file_review_codes import SheetPart
from services.file_review.read_health import read_health


def health_page(complaint_id: str) -> str:
    """Gaps first, part by part; read within the unit of the page's frame."""
    return render_section(
        complaint_id, HEALTH, read_health=read_health, parts=list(SheetPart), spoken=language()
    )
