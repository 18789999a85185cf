"""Jobs of intake.bpmn that are its own; the window of a supplement is in supplement.py."""

from typing import TypedDict

from pyzeebe import Job

from bpmn.names import JobType
from services.actor import SYSTEM
from services.suggestions import prepare_triage as preparing
from services.suggestions import record_suggestion as recording
from services.unit_of_work import UnitFactory
from workers.hardened.job_route import JobRouter
from workers.job_identity import identify

router = JobRouter()


class PrepareTriageResult(TypedDict):
    """Facts for the decision tables; null for what the file does not know."""

    channel: str
    category_hint: str
    claim_count: int
    is_urgent_hint: bool
    is_real_name: bool
    respondent_unit: str | None
    respondent_area: str | None
    item_duty: str | None
    unit_count: int


class RecordSuggestionResult(TypedDict):
    """Nothing is returned."""


@router.job(JobType.PREPARE_TRIAGE)
def prepare_triage(complaint_id: str, job: Job, make_unit: UnitFactory) -> PrepareTriageResult:
    """The facts of the file that the tables ask for."""
    facts = preparing.prepare_triage(preparing.PrepareTriage(complaint_id, identify(job)), make_unit())
    return PrepareTriageResult(
        channel=facts.channel,
        category_hint=facts.category_hint,
        claim_count=facts.claim_count,
        is_urgent_hint=facts.is_urgent_hint,
        is_real_name=facts.is_real_name,
        respondent_unit=facts.respondent_unit,
        respondent_area=facts.respondent_area,
        item_duty=facts.item_duty,
        unit_count=facts.unit_count,
    )


@router.job(JobType.RECORD_SUGGESTION)
def record_suggestion(  # noqa: PLR0913, PLR0917 - the variables of the job, by their names
    complaint_id: str,
    suggested_category: str | None,
    suggested_severity: str | None,
    suggested_route: str | None,
    suggested_unit: str | None,
    suggested_complexity: str | None,
    job: Job,
    make_unit: UnitFactory,
) -> RecordSuggestionResult:
    """Keep what the tables suggest for whoever decides."""
    command = recording.RecordSuggestion(
        complaint_id=complaint_id,
        category=suggested_category,
        severity=suggested_severity,
        route=suggested_route,
        unit=suggested_unit,
        complexity=suggested_complexity,
        job=identify(job),
    )
    recording.record_suggestion(command, make_unit(), SYSTEM)
    return RecordSuggestionResult()
