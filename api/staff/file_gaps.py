"""`/reviews/open`: gaps of open files by the score sheet, before they are closed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.i18n import language
from api.security.permissions import Permission, permission
from services.file_review.list_gaps import AskedGaps, list_gaps

blueprint = Blueprint("staff_file_gaps", __name__, url_prefix="/reviews/open")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def gaps() -> str:
    """Line by line how many open files do not keep it, and the files with the most gaps first."""
    asked = AskedGaps(*(request.args.get(name, "") for name in ("line", "unit", "after")))
    page = list_gaps(asked, make_unit(), current_actor())

    def address(**other: str) -> str:
        """The same list with something else."""
        told = {"line": asked.line, "unit": asked.unit_code, **other}
        return "/reviews/open?" + urlencode({name: value for name, value in told.items() if value})

    return render_template(
        "staff/file_gaps.html",
        page=page,
        asked=asked,
        address=address,
        names={line.code: line.name(language()) for line in page.sheet.lines},
        unit_names={option["value"]: option["label"] for option in page.units},
    )
