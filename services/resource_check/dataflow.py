"""Which variables are surely written when a token comes to an element, whatever way it took.

Of two ways that meet, only what both wrote counts; of branches that are joined, what any wrote. What a diagram cannot
tell (answers of a foreign job, of a message from outside) is taken for anything: a doubt is no fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bpmn.diagram import Diagram, Node
from bpmn.names import JOB_OUTPUTS, MessageName, ProcessId
from services.resource_check.walk import Walk

# Variables of the start message; a watch that is called is handed the same.
STARTED_WITH = {
    "complaint": frozenset({"complaint_id", "run_no"}),
    "deadline-watch": frozenset({"clock_id"}),
    "improvement-measure": frozenset({"measure_id"}),
    "office-anchor": frozenset({"anchor_id", "anchor_generation", "anchor_pulse", "office_id"}),
}
_JOBS = {job.value: outputs for job, outputs in JOB_OUTPUTS.items()}
_PROCESSES = frozenset(process.value for process in ProcessId)
_MESSAGES = frozenset(message.value for message in MessageName)


@dataclass(frozen=True, slots=True)
class Written:
    """Names that are written; `anything` where others may be, too."""

    names: frozenset[str] = frozenset()
    anything: bool = False

    def __or__(self, other: Written) -> Written:
        return Written(self.names | other.names, self.anything or other.anything)

    def lacks(self, names: frozenset[str]) -> list[str]:
        """Those of `names` that are not written, in order."""
        return [] if self.anything else sorted(names - self.names)


ANYTHING = Written(anything=True)


def some(*names: str) -> Written:
    """These names, those that are empty left out."""
    return Written(frozenset(names) - {""})


class _Variables:
    """The track of what is written."""

    def merge(self, states: Sequence[Written]) -> Written:
        told = [state.names for state in states if not state.anything]
        if not told:
            return Written(frozenset.intersection(*(state.names for state in states)), anything=True)
        return Written(frozenset.intersection(*told))

    def join(self, states: Sequence[Written]) -> Written:
        names = frozenset().union(*(state.names for state in states))
        return Written(names, any(state.anything for state in states))

    def after(self, node: Node, before: Written) -> Written:
        return before | writes(node)

    def opened(self, node: Node, before: Written) -> Written:
        return before | some(*node.input_names, node.loop.element if node.loop else "")

    def closed(self, node: Node, before: Written, at_end: Written) -> Written:
        left = Written(at_end.names - {*node.input_names}, at_end.anything)
        return before | left | writes(node)


def follow(diagram: Diagram, given: Written) -> Walk[Written]:
    """The dataflow of a process that begins with the variables `given`."""
    return Walk(diagram, given, _Variables())


def given_by_callers(diagram: Diagram, processes: Mapping[str, Diagram]) -> Written:
    """What every caller hands in; anything for a process that nobody calls and something outside starts.

    Nothing for one of ours that time alone begins.
    """
    starts = [node for node in diagram.list_kind("startEvent") if node.parent == diagram.process_id]
    if any(node.message in _MESSAGES for node in starts):
        # What a message of the office brings to a process of the owner, its diagram does not say.
        is_own = diagram.process_id not in _PROCESSES
        return Written(STARTED_WITH.get(diagram.process_id, frozenset()), anything=is_own)
    calls = [
        Written(frozenset(node.input_names), anything=node.propagation[0] != "false")
        for caller in processes.values()
        for node in caller.list_kind("callActivity")
        if node.called_process == diagram.process_id
    ]
    if calls:
        return _Variables().merge(calls)
    is_begun_by_time = bool(starts) and all(node.timer for node in starts)
    return some() if is_begun_by_time and diagram.process_id in _PROCESSES else ANYTHING


def writes(node: Node) -> Written:
    """The variables that an element leaves to those behind it."""
    left = some(node.loop.output if node.loop else "")
    if node.outputs:
        return left | some(*(target.split(".")[0] for target in node.output_names))
    return left | _results_left(node)


def _results_left(node: Node) -> Written:
    """Without output mappings everything that the work gives is left."""
    match node.kind:
        case "callActivity":
            return Written(anything=node.propagation[1] != "false")
        case "userTask" | "subProcess":
            return some()
    if node.job_type:
        return Written(_JOBS[node.job_type]) if node.job_type in _JOBS else ANYTHING
    if node.message and node.message not in _MESSAGES:
        return ANYTHING
    return some(node.result_variable)
