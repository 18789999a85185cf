"""Which elements and flows of a diagram no test has been at (C10)."""

from __future__ import annotations

from engine.model.parser import parse_bpmn
from engine.state.element_instance import ElementInstance
from engine.state.sequence_flow_taken import SequenceFlowTaken
from tests.process.office import FOLDER, Office


def unreached(office: Office, process_id: str) -> set[str]:
    """Ids of elements never entered and of flows never taken in this office."""
    reached = {row.element_id for row in office.engine.rows(ElementInstance) if row.process_id == process_id}
    taken = {row.flow_id for row in office.engine.rows(SequenceFlowTaken) if row.process_id == process_id}
    path = FOLDER / f"{process_id}.bpmn"
    (process,) = parse_bpmn(path.name, path.read_bytes())
    flows = {flow.id for element in process.elements.values() for flow in element.outgoing}
    return (set(process.elements) - reached) | (flows - taken)
