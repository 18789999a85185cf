"""Act `code-causes`: why what was found true could happen, said afterwards or anew; also in a file that is closed."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.casefile.matter_causes import is_told_in_leading, list_caused, map_codings
from services.forms.task_case import Answers, rows_of
from services.tasks.cause_rows import ANSWERS, OPTIONS, keep_causes, show_cause_options, show_causes
from services.tasks.extract import OF_THE_INVESTIGATION, Extract

NOTHING_TRUE = "NOTHING_FOUND_TRUE"
IN_LEADING = "CAUSES_IN_LEADING_FILE"


def context(case: ActCase) -> Answers:
    """Each matter that was found true, with the causes that hold of it."""
    codings = map_codings(case.complaint.id, case.unit)
    return {
        OPTIONS: show_cause_options(case),
        "matters": [
            {
                "no": matter.no,
                "text": matter.text,
                "facts": matter.facts or "",
                **show_causes(codings.get(matter.no)),
            }
            for matter in list_caused(case.complaint.id, case.unit)
        ],
    }


def why_not(case: ActCase) -> str | None:
    """NOTHING_FOUND_TRUE while no matter is, CAUSES_IN_LEADING_FILE where the leading file of a group tells them for all."""
    if is_told_in_leading(case.complaint.id, case.unit):
        return IN_LEADING
    return None if list_caused(case.complaint.id, case.unit) else NOTHING_TRUE


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Keep them; what held before stays on record with who said it."""
    matters = list_caused(case.complaint.id, case.unit)
    rows = enumerate(zip(matters, rows_of(answers, "matters"), strict=True))
    keep_causes(case, case.actor, [(place, matter, row) for place, (matter, row) in rows])
    return {}


ACT = Act(
    form=ActId.CODE_CAUSES,
    page_order=38,
    roles=frozenset({Role.INVESTIGATOR, Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=ANSWERS,
    required=frozenset({"matters[].main_cause"}),
    extract=(Extract.TOLD, Extract.RESPONDENTS, *OF_THE_INVESTIGATION),
    context=context,
    why_not=why_not,
    apply=apply,
)
