"""Somebody who answers for personal data weighs an activity before it is begun; it holds when a second person approves it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.assessment_codes import (
    AssessmentConclusion,
    AssessmentPart,
    AssessmentTrigger,
    ProcessingActivity,
    RiskGrade,
)
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.privacy_codes import NoticeState
from models.office.centre import Centre
from models.office.impact_assessment import ImpactAssessment
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

ASSESSORS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
LONGEST_PART = 2_000
# What is done with data changes within that time; the office's own rule.
LATEST_REVIEW_DAYS = 3 * 366
ASSESSMENT_PROPOSED = "ASSESSMENT_PROPOSED"
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ProposeAssessment:
    """As the form has it: `is_justified` and `is_fitting` are `yes` or `no`, `review_on` an ISO day."""

    activity: str
    triggers: Collection[str]
    parts: Mapping[str, str]
    is_justified: str
    is_fitting: str
    risk: str
    conclusion: str
    review_on: str


def propose_assessment(command: ProposeAssessment, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Keep it until somebody else decides; its id.

    NotPermitted for who answers for no personal data, NotFound for no activity of this product. InvalidInput by field: the law
    wants every part (《个人信息保护法》第五十六条), and what is not justified or not protected enough may not proceed.
    Conflict(ASSESSMENT_PROPOSED) while another one of this activity waits.
    """
    login = require_role(actor, *ASSESSORS)
    if command.activity not in set(ProcessingActivity):
        raise NotFound
    parts = {part.value: _clean(command.parts.get(part, "")) for part in AssessmentPart}
    with unit_of_work as unit:
        today = beijing_date(unit.clock.now())
        if errors := _find_faults(command, parts, today):
            raise InvalidInput(errors)
        activity = ProcessingActivity(command.activity)
        # On PostgreSQL two would both find that none waits.
        unit.session.scalars(select(Centre).with_for_update()).all()
        if find_waiting_assessment(activity, unit) is not None:
            raise Conflict(code=ASSESSMENT_PROPOSED)
        row = _make(command, parts)
        row.by, row.at = login, unit.clock.now()
        unit.session.add(row)
        payload = {
            "assessment_id": row.id,
            "activity": activity.value,
            "risk": row.risk.value,
            "conclusion": row.conclusion.value,
        }
        unit.trail.add(None, "impact-assessment.proposed", payload, actor)
        return row.id


def find_waiting_assessment(activity: ProcessingActivity, unit: Unit) -> ImpactAssessment | None:
    """The one of this activity that nobody has decided on."""
    return unit.session.scalars(
        select(ImpactAssessment).where(
            ImpactAssessment.activity == activity, ImpactAssessment.state == NoticeState.OPEN
        )
    ).one_or_none()


def _make(command: ProposeAssessment, parts: dict[str, str]) -> ImpactAssessment:
    return ImpactAssessment(
        id=new_id(),
        activity=ProcessingActivity(command.activity),
        state=NoticeState.OPEN,
        triggers=[one.value for one in AssessmentTrigger if one in command.triggers],
        parts=parts,
        is_justified=_ANSWERS[command.is_justified],
        is_fitting=_ANSWERS[command.is_fitting],
        risk=RiskGrade(command.risk),
        conclusion=AssessmentConclusion(command.conclusion),
        review_on=date.fromisoformat(command.review_on),
    )


def _find_faults(command: ProposeAssessment, parts: dict[str, str], today: date) -> dict[str, str]:
    errors = {name: "REQUIRED" for name, words in parts.items() if not words}
    errors |= {name: "TOO_LONG" for name, words in parts.items() if len(words) > LONGEST_PART}
    errors |= {name: "NOT_TEXT" for name, words in parts.items() if "\x00" in words}
    if not command.triggers or not set(command.triggers) <= set(AssessmentTrigger):
        errors["triggers"] = "REQUIRED"
    chosen: dict[str, tuple[str, Collection[str]]] = {
        "is_justified": (command.is_justified, _ANSWERS),
        "is_fitting": (command.is_fitting, _ANSWERS),
        "risk": (command.risk, list(RiskGrade)),
        "conclusion": (command.conclusion, list(AssessmentConclusion)),
    }
    errors |= {name: "REQUIRED" for name, (value, options) in chosen.items() if value not in options}
    proceeds = command.conclusion == AssessmentConclusion.PROCEED
    if proceeds and "no" in (command.is_justified, command.is_fitting):
        errors["conclusion"] = "CONTRADICTS_ASSESSMENT"
    return errors | _faults_of_review(command.review_on, today)


def _faults_of_review(typed: str, today: date) -> dict[str, str]:
    try:
        day = parse_any_day(typed)
    except ValueError:
        return {"review_on": "NOT_A_DATE" if typed else "REQUIRED"}
    if not 0 < (day - today).days <= LATEST_REVIEW_DAYS:
        return {"review_on": "REVIEW_DAY_OUT_OF_RANGE"}
    return {}


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
