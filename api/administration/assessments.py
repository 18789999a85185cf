"""`/privacy/assessments`: what has to be weighed before personal data are used in a new way; one writes, another approves."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.errors import status_of
from api.security.permissions import Permission, permission
from models.ground.assessment_codes import AssessmentConclusion, AssessmentPart, AssessmentTrigger, RiskGrade
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from services.office.propose_privacy_notice import LONGEST_REASON
from services.privacy.decide_assessment import DecideAssessment, decide_assessment
from services.privacy.list_assessments import AssessedActivity, get_activity, list_activities
from services.privacy.propose_assessment import LONGEST_PART, ProposeAssessment, propose_assessment

blueprint = Blueprint("assessments", __name__, url_prefix="/privacy/assessments")

_CHOSEN = ("is_justified", "is_fitting", "risk", "conclusion", "review_on")


@blueprint.get("")
@permission(Permission.PRIVACY)
def activities() -> str:
    """Every activity with what it lacks."""
    lines = list_activities(make_unit(), current_actor())
    return render_template("administration/assessments.html", lines=lines)


@blueprint.get("/<activity>")
@permission(Permission.PRIVACY)
def activity(activity: str) -> str:
    """One activity: what holds, what waits with the buttons of who may decide, and all that was before."""
    return _activity_page(activity)


@blueprint.post("/<activity>")
@permission(Permission.PRIVACY)
def decide(activity: str) -> BaseResponse | tuple[str, int]:
    """Approve, refuse or withdraw; what is against it comes back on the page."""
    names = ("assessment_id", "decision", "reason")
    command = DecideAssessment(*(request.form.get(name, "") for name in names))
    try:
        state = decide_assessment(command, make_unit(), current_actor())
    except InvalidInput as refused:
        error = next(iter(refused.errors.values()))
        return _activity_page(activity, error=error, reason=command.reason), 422
    except (NotPermitted, Conflict) as refused:
        return _activity_page(activity, code=refused.code, reason=command.reason), 409
    return redirect(url_for("assessments.activity", activity=activity, done=state.value), code=303)


@blueprint.get("/<activity>/new")
@permission(Permission.PRIVACY)
def new(activity: str) -> str:
    """The form, filled with what holds."""
    return _form_page(activity)


@blueprint.post("/<activity>/new")
@permission(Permission.PRIVACY)
def propose(activity: str) -> BaseResponse | tuple[str, int]:
    """Keep it for the second person; faults come back at their fields with what was typed."""
    values = {str(name): request.form.get(name, "") for name in (*AssessmentPart, *_CHOSEN)}
    sent = _Sent(values, request.form.getlist("triggers"))
    parts = {part.value: values[part] for part in AssessmentPart}
    command = ProposeAssessment(activity, sent.triggers, parts, *(values[name].strip() for name in _CHOSEN))
    try:
        propose_assessment(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _form_page(activity, sent, refused.errors), 422
    except Conflict as refused:
        return _form_page(activity, sent, code=refused.code), status_of(refused)
    return redirect(url_for("assessments.activity", activity=activity, done="proposed"), code=303)


def _activity_page(activity: str, error: str = "", code: str = "", reason: str = "") -> str:
    return render_template(
        "administration/assessment.html",
        shown=get_activity(activity, make_unit(), current_actor()),
        error=error,
        code=code,
        reason=reason,
        done=request.args.get("done", ""),
        longest_reason=LONGEST_REASON,
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """What came with a form that was not taken."""

    values: dict[str, str]
    triggers: list[str]


def _form_page(
    activity: str, sent: _Sent | None = None, errors: dict[str, str] | None = None, code: str = ""
) -> str:
    shown = get_activity(activity, make_unit(), current_actor())
    known = _known_of(shown) if sent is None else sent
    return render_template(
        "administration/assessment_form.html",
        activity=shown.line.activity.value,
        parts=[part.value for part in AssessmentPart],
        triggers=[one.value for one in AssessmentTrigger],
        risks=[one.value for one in RiskGrade],
        conclusions=[one.value for one in AssessmentConclusion],
        chosen=known.triggers,
        values=known.values,
        errors=errors or {},
        code=code,
        longest=LONGEST_PART,
    )


def _known_of(shown: AssessedActivity) -> _Sent:
    """The words of what holds; what is judged is judged anew."""
    current = shown.current
    return _Sent({}, []) if current is None else _Sent(dict(current.parts), list(current.triggers))
