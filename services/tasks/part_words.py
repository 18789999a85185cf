"""The parts of joint handling in words, for who approves the opinion on their matter."""

from collections.abc import Iterator

from models.beside.referral import Referral
from models.case.matter import Matter
from services.casefile.open_parts import WITHDRAWN, list_parts, list_parts_of
from services.forms.task_case import OfCase
from services.office.people_names import map_people_names
from services.office.unit_options import get_unit_name


def word_parts(matter: Matter, case: OfCase) -> Iterator[str]:
    """A line a part: what its unit reported, that it came back, or who let the finding go on without it and why."""
    for row in list_parts_of(list_parts(case.complaint, case.unit), matter.no):
        if row.end_reason != WITHDRAWN:
            yield f"协办（{get_unit_name(row.unit_code, case.unit)}）：{_word(row, case)}"


def _word(row: Referral, case: OfCase) -> str:
    if row.result_at is not None:
        told = f"已报送。{row.result_text or ''}"
    elif row.arbitration_reason and row.ended_at is not None:
        told = f"退回主办单位办理。理由：{row.arbitration_reason}"
    else:
        told = "尚未报送。"
    if row.waived_by is None:
        return told
    names = map_people_names(case.unit, logins=[row.waived_by])
    return f"{told}经{names.get(row.waived_by, '审批人')}批准不等这一部分即行认定，理由：{row.waiver}"
