"""Versions of processes by which cases still go on, held against what the office needs: old ones too."""

from __future__ import annotations

from collections.abc import Mapping

from services.ports.monitor import DefinitionView, Monitor
from services.resource_check.check_diagram import check_diagram
from services.resource_check.read_surroundings import read_surroundings
from services.resource_check.surroundings import Surroundings
from services.standstill.found import Found
from services.standstill.looker import Checked, Look
from services.unit_of_work import UnitFactory


def find_faulty_versions(monitor: Monitor, make_unit: UnitFactory, look: Look) -> list[Found]:
    """`facts` holds `process_id`, `name`, `version`, `running` and `faults`. OutsideUnavailable while the engine is away."""
    found, around = [], read_surroundings(monitor, make_unit())
    running = monitor.list_running_versions()
    known = look.noticed.checked
    look.noticed.checked = {
        version.definition.key: _check(version.definition, around, known, monitor) for version in running
    }
    for version in running:
        definition = version.definition
        _, faults = look.noticed.checked[definition.key]
        facts = {
            "process_id": definition.id,
            "name": definition.name,
            "version": definition.version,
            "running": version.running,
            "faults": [
                {"element": fault.element, "code": fault.code, "detail": fault.detail} for fault in faults
            ],
        }
        if faults:
            found.append(Found(definition.key, look.moment, facts))
    return found


def _check(
    definition: DefinitionView, around: Surroundings, known: Mapping[str, Checked], monitor: Monitor
) -> Checked:
    """What an earlier look found, where nothing around has changed since."""
    if definition.key in known and known[definition.key][0] == around:
        return known[definition.key]
    content = monitor.get_diagram(definition.key).encode()
    return around, check_diagram(definition.resource_name, content, around)
