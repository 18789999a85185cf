"""A case whose route leads to the superior organ is passed on whole: the only decision on acceptance that there is here."""

from models.ground.codes import MatterDecision
from services.forms.task_case import Answers, TaskCase, text_of
from services.restriction.find_route import find_superior

ONLY_PASSED_ON = "ONLY_PASSED_ON"


def propose_passing(case: TaskCase) -> Answers:
    """What the row of each matter says beforehand; nothing for a case that is decided on here."""
    superior = find_superior(case.complaint.id, case.unit)
    return {} if superior is None else {"decision": MatterDecision.REFER.value, "refer_to": superior}


def find_passing_faults(rows: list[Answers], case: TaskCase) -> dict[str, str]:
    """ONLY_PASSED_ON for each row that does anything else with its matter, by path."""
    superior = find_superior(case.complaint.id, case.unit)
    if superior is None:
        return {}
    errors: dict[str, str] = {}
    for index, row in enumerate(rows):
        if text_of(row, "decision") != MatterDecision.REFER.value:
            errors[f"matters.{index}.decision"] = ONLY_PASSED_ON
        elif text_of(row, "refer_to") != superior:
            errors[f"matters.{index}.refer_to"] = ONLY_PASSED_ON
    return errors
