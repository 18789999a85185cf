"""Act `word-matters`: the office words each matter neutrally, which is what a unit may read of it."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.case.matter import Matter
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.sheets.consent import record_consent
from services.beside.sheets.word_rows import WordedRows, show_wording, word_rows
from services.casefile.get_case import list_matters
from services.forms.task_case import Answers, rows_of, text_of
from services.suggestions.begun_wording import begin_wording
from services.tasks.extract import Extract

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """What the complainant said, and each matter as it is worded now."""
    return {
        "told": case.complaint.matter,
        "matters": [_row(matter, case) for matter in list_matters(case.complaint.id, case.unit)],
    }


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nothing leaves any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Word them, and keep the consent where one is told.

    InvalidInput on the wording of a matter that may single somebody out at level 0, unless it was checked and is to stay.
    """
    matters = list_matters(case.complaint.id, case.unit)
    worded = WordedRows(matters, rows_of(answers, "matters"), answers.get("is_checked") is True)
    word_rows(worded, case.complaint, case.unit, case.actor)
    consent = text_of(answers, "consent")
    if not consent:
        return {}
    return {"consent_id": record_consent(case.complaint.id, consent, case.unit, case.actor).id}


def _row(matter: Matter, case: ActCase) -> Answers:
    """A matter that nobody worded yet begins with what is left of the told words; the person puts it right here."""
    begun = {} if matter.is_reworded else {"wording": begin_wording(matter, case.unit)}
    return {"no": matter.no, "text": matter.text, **begun, **show_wording(matter)}


ACT = Act(
    form=ActId.WORD_MATTERS,
    page_order=30,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    answers=frozenset(
        {"matters[].wording", "matters[].occurred", "matters[].place", "is_checked", "consent"}
    ),
    required=frozenset({"matters[].wording"}),
    extract=(Extract.TOLD, Extract.RESPONDENTS),
    context=context,
    why_not=why_not,
    apply=apply,
)
