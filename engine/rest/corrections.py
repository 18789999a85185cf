"""Changes to a user task in requests: a changeset, or the result of a task listener."""

from datetime import datetime

from engine.core.commands import Corrections, JobResult
from engine.rest.body import Body
from engine.rest.problem import InvalidRequest

CHANGE_FIELDS = ("candidateGroups", "candidateUsers", "dueDate", "followUpDate", "priority")


def read_corrections(body: Body) -> Corrections:
    """Absent or null keeps a value, an empty text or list clears it."""
    return Corrections(
        assignee=body.find_text("assignee"),
        candidate_groups=_texts(body, "candidateGroups"),
        candidate_users=_texts(body, "candidateUsers"),
        due_date=_find_moment(body, "dueDate"),
        follow_up_date=_find_moment(body, "followUpDate"),
        priority=body.integer("priority") if body.has("priority") else None,
    )


def read_job_result(body: Body) -> JobResult | None:
    """The listener's answer in `result`, if there is one; only type `userTask` is known here."""
    if not body.has("result"):
        return None
    result = body.part("result", "type", "denied", "deniedReason", "corrections")
    if result.text("type", "userTask") != "userTask":
        raise InvalidRequest("result.type must be userTask")
    corrections = result.part("corrections", "assignee", *CHANGE_FIELDS)
    return JobResult(
        denied=result.boolean("denied", default=False),
        denied_reason=result.text("deniedReason", ""),
        corrections=read_corrections(corrections) if result.has("corrections") else None,
    )


def _find_moment(body: Body, name: str) -> str | None:
    given = body.find_text(name)
    if given:
        try:
            has_offset = datetime.fromisoformat(given).tzinfo is not None
        except ValueError:
            has_offset = False
        if not has_offset:
            raise InvalidRequest(f"{name} must be an ISO 8601 date and time with an offset")
    return given


def _texts(body: Body, name: str) -> tuple[str, ...] | None:
    given = body.texts(name)
    return None if given is None else tuple(given)
