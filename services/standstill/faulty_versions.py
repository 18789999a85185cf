"""Versions of processes by which cases still go on, held against what the office needs: old ones too."""

from __future__ import annotations

from services.ports.monitor import Monitor
from services.resource_check.check_diagram import check_diagram
from services.resource_check.read_surroundings import read_surroundings
from services.standstill.found import Found
from services.standstill.looker import Look
from services.unit_of_work import UnitFactory


def find_faulty_versions(monitor: Monitor, make_unit: UnitFactory, look: Look) -> list[Found]:
    """`facts` holds `process_id`, `name`, `version`, `running` and `faults`. OutsideUnavailable while the engine is away."""
    found, around = [], read_surroundings(monitor, make_unit())
    for version in monitor.list_running_versions():
        definition = version.definition
        content = monitor.get_diagram(definition.key).encode()
        faults = check_diagram(definition.resource_name, content, around)
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
