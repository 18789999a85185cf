"""Parts of joint handling as options of a form, and the days that a form gives them."""

from collections.abc import Iterable

from models.beside.referral import Referral
from services.acts.act_case import ActCase
from services.beside.referral.referral_package import reference_of
from services.forms.task_case import Answers
from services.office.unit_options import Option, get_unit_name


def show_parts(parts: Iterable[Referral], case: ActCase) -> list[Option]:
    """Reference, unit and matters of each."""
    return [
        {
            "label": f"{reference_of(row, case.complaint)} {get_unit_name(row.unit_code, case.unit)}"
            f"（第{'、'.join(str(no) for no in row.matter_nos)}项）",
            "value": row.id,
        }
        for row in parts
    ]


def read_due_wd(answers: Answers) -> int | None:
    """The workdays told; None for the days of the policy."""
    told = answers.get("due_wd")
    return int(told) if isinstance(told, int | float) else None
