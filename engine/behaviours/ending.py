"""The plain end of a tree of instances: every open entity is closed as it stands, no diagram is read, no step is run."""

from __future__ import annotations

from engine.behaviours.incidents import close_incidents
from engine.behaviours.jobs import cancel_jobs
from engine.behaviours.resting import follow_kept, is_in, reject_waiters
from engine.behaviours.slices import forget
from engine.behaviours.statistics import count
from engine.behaviours.variables import end_variables
from engine.core.commands import StartBuffered
from engine.core.turn import Turn
from engine.errors import CommandRejected, Reason
from engine.state.element_instance import ElementInstance, ElementState
from engine.state.message_subscription import MessageSubscription
from engine.state.process_instance import InstanceState, ProcessInstance
from engine.state.timer import Timer
from engine.state.user_task import UserTask, UserTaskState


def end_tree(turn: Turn, root: ProcessInstance) -> None:
    """End a root with all it called; whatever it was that made it rest has no say in it."""
    message = f"Process instance '{root.key}' was canceled while it rested"
    reject_waiters(turn, root, CommandRejected(Reason.INVALID_STATE, message))
    follow_kept(turn, root)
    instances = [one for one in turn.state.list_all(ProcessInstance) if one.root_instance_key == root.key]
    tokens = [
        one for one in turn.state.list_all(ElementInstance) if is_in(turn, root, one.process_instance_key)
    ]
    for token in tokens:
        close_incidents(turn, token)
    for token in tokens:
        _end_token(turn, token)
    for instance in instances:
        turn.state.change(instance, state=InstanceState.TERMINATED, ended_at=turn.now, rests_by=None)
        if instance.correlation_key is not None:
            turn.follow_ups.append(StartBuffered(instance.process_id, instance.correlation_key))


def _end_token(turn: Turn, token: ElementInstance) -> None:
    cancel_jobs(turn, token)
    for timer in turn.state.list_by(Timer, "timers_of_element", token.key):
        turn.state.remove(timer)
    for subscription in turn.state.list_by(MessageSubscription, "subscriptions_of_element", token.key):
        turn.state.remove(subscription)
    for task in turn.state.list_by(UserTask, "user_task_of_element", token.key):
        turn.state.change(task, state=UserTaskState.CANCELED, pending=None, ended_at=turn.now)
    forget(turn, token)
    end_variables(turn, token)
    # Past the table of legal changes: a token may stand at any point of its life.
    turn.state.change(token, state=ElementState.TERMINATED, ended_at=turn.now, result=None, tokens={})
    count(turn, token, active=-1, canceled=1)
