"""The visible table from command to what applies it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from engine.core.answers import Result
from engine.core.commands import (
    ActivateJobs,
    AssignUserTask,
    CancelInstance,
    CompleteJob,
    CompleteUserTask,
    CorrelateMessage,
    CreateInstance,
    DeliverKept,
    Deploy,
    EvaluateDecision,
    FailJob,
    FireNext,
    ForgetHistory,
    GoOnWithLoops,
    PublishMessage,
    ResolveIncident,
    SetVariables,
    StartBuffered,
    ThrowError,
    UnassignUserTask,
    UpdateJob,
    UpdateUserTask,
)
from engine.core.turn import Turn
from engine.processing.decision_commands import evaluate_decision
from engine.processing.deployments import deploy
from engine.processing.due import fire_next
from engine.processing.history_commands import forget_history
from engine.processing.incident_commands import resolve_incident
from engine.processing.instance_commands import (
    cancel_instance,
    create_instance,
    set_variables,
    start_buffered,
)
from engine.processing.job_batch import activate_jobs
from engine.processing.job_commands import complete_job, fail_job, throw_error, update_job
from engine.processing.loop_commands import go_on_with_loops
from engine.processing.message_commands import correlate_message, deliver_kept_message, publish_message
from engine.processing.user_task_commands import (
    assign_user_task,
    complete_user_task,
    unassign_user_task,
    update_user_task,
)

# What a handler changed before it rejects is undone. None as result: the answer comes after listeners.
# Any: each handler takes the command it is listed under.
HANDLERS: Final[dict[type, Callable[[Turn, Any], Result | None]]] = {
    Deploy: deploy,
    CreateInstance: create_instance,
    CancelInstance: cancel_instance,
    SetVariables: set_variables,
    PublishMessage: publish_message,
    CorrelateMessage: correlate_message,
    ActivateJobs: activate_jobs,
    CompleteJob: complete_job,
    FailJob: fail_job,
    ThrowError: throw_error,
    UpdateJob: update_job,
    ResolveIncident: resolve_incident,
    AssignUserTask: assign_user_task,
    UnassignUserTask: unassign_user_task,
    UpdateUserTask: update_user_task,
    CompleteUserTask: complete_user_task,
    EvaluateDecision: evaluate_decision,
    ForgetHistory: forget_history,
    GoOnWithLoops: go_on_with_loops,
    FireNext: fire_next,
    DeliverKept: deliver_kept_message,
    StartBuffered: start_buffered,
}
