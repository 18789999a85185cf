"""What the life cycle asks of an element type; the defaults are those of an element that passes straight through.

An element instance goes through steps of a queue. Each step says here what it may do and which one follows; only
`life_cycle.py` changes the state of the instance.

    enter     plan_waits  activate                  -> leave, or wait until a behaviour puts leave or end into the queue
    leave     choose_flows  after_outputs  before_end  after_end    -> enter of each target, and the scope looks
    end       terminate  (children first)  after_end                -> the scope looks
    look      is_empty                              -> leave of a scope with nothing in it, or the end of its end
    retry     the step that failed, or retry        -> what that step leads to
"""

from __future__ import annotations

from typing import Generic, TypeVar

from engine.behaviours.jobs import cancel_jobs
from engine.behaviours.waits import Plan, plan_boundaries
from engine.core.turn import Turn
from engine.model.elements import Flow, FlowNode
from engine.state.element_instance import ElementInstance

N = TypeVar("N", bound=FlowNode)


class Processor(Generic[N]):
    """Stateless; one instance serves all tokens of its type.

    What may fail a step raises StepFailed: an incident is raised, the step stays where it is and is run again from its
    beginning. So it may fail only before it has made anything.
    """

    def plan_waits(self, turn: Turn, token: ElementInstance, element: N) -> Plan:
        """Enter, after the input mappings: name the messages and timers to wait for while the element is active.

        Possible actions: evaluate names, keys and moments of own and of boundary events; may fail the step.
        Next: `activate`; what is planned here is opened behind it.
        """
        return plan_boundaries(turn, token, element)

    def activate(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Enter: do what the element is for. The default does nothing and goes on.

        Possible actions: make a job, a user task, a called instance, tokens inside; throw an event; put `complete`
        into the queue. May fail the step, but only before it has made anything.
        Next: the instance is active. It leaves if `complete` is in the queue; else it waits for a job, a message, a
        timer or its children, and whoever brings that queues `complete` or `terminate`.
        """
        turn.complete(token)

    def choose_flows(self, turn: Turn, token: ElementInstance, element: N) -> tuple[Flow, ...]:
        """Leave, first: say where the token goes. Conditions see the variables from before the output mappings.

        Possible actions: evaluate conditions; may fail the step.
        Next: output mappings, then `after_outputs`.
        """
        return element.outgoing

    def after_outputs(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Leave: the variables are out.

        Possible actions: open waits that need these variables, as a start event does for the event sub-processes
        around it. May fail the step, but only before it has made anything.
        Next: an inner instance of a multi-instance hands its output to the body. From there on nothing can fail: waits
        are closed, then `before_end`.
        """

    def before_end(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Leave: nothing is waited for any more, local variables are still there.

        Possible actions: hand variables to a calling element, to the scope, to a client that awaits the end.
        Next: variables and incidents end, the row becomes history, then `after_end`.
        """

    def after_end(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Leave or end: the instance has completed or was terminated; its scope does not know yet.

        Possible actions: close the process instance and go on in its caller, empty the scope (terminate end event), go
        on at the other end of a link.
        Next: after `leave` the flows of `choose_flows` are taken; after `end` an interrupting boundary event is
        entered, if one did it. Then the scope looks whether it is over too.
        """

    def terminate(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """End: stop what the element started. Its waits and incidents are closed already.

        Possible actions: cancel jobs, a user task, a called instance; queue `terminate` for children. What cannot
        stop at once reports later as an ended child.
        Next: it looks whether it is empty, and when it is, `after_end`.
        """
        cancel_jobs(turn, token)

    def is_empty(self, turn: Turn, token: ElementInstance) -> bool:
        """Look: true when nothing below the token is left to end.

        Possible actions: none, it only looks.
        Next: an instance that is being terminated ends; an active one without tokens leaves.
        """
        return not turn.state.indexes.bucket("children", token.key)

    def retry(self, turn: Turn, token: ElementInstance, element: N) -> None:
        """Retry: an incident of the active element was resolved that belongs to no job.

        Possible actions: do again what failed after `activate`, such as a change of a user task.
        Next: whatever that leads to. An incident of `enter` or `leave` never comes here: those steps are run again.
        """
