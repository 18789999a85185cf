"""One instance for the supervisor: asked of the engine in a bounded number of requests, however much it went through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.context import current_actor, make_unit, monitor
from api.i18n import code_text, gettext
from api.staff.instance_diagram import DiagramMarks, clock_badges, diagram_data, find_focus
from api.staff.instance_elements import ElementDetail, InstanceParts, Marks, list_details
from api.staff.timer_chips import TimerChip, list_timers, read_nodes
from api.staff.variable_words import Names, VariableRow, tell_variables
from api.task_names import element_name
from services.ports.monitor import ElementCount, ElementInstanceView, ProcessInstanceView
from services.views.case_clocks import ClockLine
from services.views.case_runs import CaseOfInstance
from services.views.open_file import open_case_file

ELEMENTS_AT_ONCE = 500
# An instance of the shipped diagrams goes through some sixty steps.
MOST_ELEMENTS = 2_000


@dataclass(frozen=True, slots=True)
class InstancePage:
    """What the page shows; of more than MOST_ELEMENTS steps the newest are read, `elements_total` says how many there are."""

    xml: str
    parts: InstanceParts
    elements_total: int
    details: Sequence[ElementDetail]
    variables: Sequence[VariableRow]
    clocks: Sequence[ClockLine]
    timers: Sequence[TimerChip]
    diagram: Mapping[str, object]


def get_instance_page(this: ProcessInstanceView, case: CaseOfInstance | None) -> InstancePage:
    """Everything of one instance; the clocks are those of its case."""
    engine, (clocks, names) = monitor(), _read_case(case)
    xml = engine.get_diagram(this.definition_key)
    elements, total = _list_elements(this.key)
    called = engine.list_called_instances(this.key)
    parts = InstanceParts(
        elements=elements,
        counts=_with_incidents_below(engine.list_element_counts(this.key), elements, called),
        incidents=engine.list_incidents(this.key),
        jobs=engine.list_jobs(this.key),
        variables=engine.list_scoped_variables(this.key),
        called=called,
    )
    badges, nodes = clock_badges(clocks, xml), read_nodes(xml)
    timers = list_timers(nodes, elements, parts.variables, this.key)
    details = list_details(parts, Marks(badges, timers, names))
    own = [item for item in parts.variables if item.scope_key == this.key]
    return InstancePage(
        xml=xml,
        parts=parts,
        elements_total=total,
        details=details,
        variables=tell_variables(own, names),
        clocks=clocks,
        timers=timers,
        diagram=diagram_data(
            xml,
            parts.counts,
            DiagramMarks(
                badges=badges,
                taken=engine.list_taken_flows(this.key),
                timers=timers,
                labels={detail.element_id: _read_out(detail) for detail in details},
                focus=find_focus(nodes, parts.counts),
            ),
        ),
    )


def _read_case(case: CaseOfInstance | None) -> tuple[Sequence[ClockLine], Names]:
    """Of its file no more than the page shows."""
    if case is None:
        return (), Names()
    with open_case_file(case.complaint_id, make_unit(), current_actor()) as file:
        return file.clocks, Names(file.names, file.unit_names)


def _list_elements(key: str) -> tuple[list[ElementInstanceView], int]:
    """The newest first asked, in the order they came."""
    found: list[ElementInstanceView] = []
    while True:
        part = monitor().search_elements(
            {"processInstanceKey": key}, start=len(found), limit=ELEMENTS_AT_ONCE, is_newest_first=True
        )
        found += part.items
        if not part.items or len(found) >= min(part.total, MOST_ELEMENTS):
            # Of one moment the engine gives them by key, in both orders.
            return sorted(found, key=lambda item: (item.started_at, int(item.key))), part.total


def _with_incidents_below(
    counts: Sequence[ElementCount],
    elements: Sequence[ElementInstanceView],
    called: Sequence[ProcessInstanceView],
) -> list[ElementCount]:
    """A call whose process stands still shows it: an incident of its own it may have none."""
    keys = {child.parent_element_key for child in called if child.has_incident}
    calls = Counter(item.element_id for item in elements if item.key in keys)
    return [replace(count, incidents=max(count.incidents, calls[count.element_id])) for count in counts]


def _read_out(detail: ElementDetail) -> str:
    name = element_name(detail.element_id, detail.name, detail.kind)
    return gettext(
        "%(name)s: %(state)s, show details", name=name, state=code_text("step_state", detail.state)
    )
