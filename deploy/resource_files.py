"""Checks files as the engine would at deployment, and as the office needs them, in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from services.resource_check.check_resource import File, check_doubles, check_resource, with_files
from services.resource_check.engine_words import engine_fault
from services.resource_check.faults import ResourceFault
from services.resource_check.surroundings import Surroundings

_PARSERS: dict[str, Callable[[str, bytes], object]] = {
    ".bpmn": parse_bpmn,
    ".dmn": parse_dmn,
    ".form": parse_form,
}


def check_files(files: Sequence[File], around: Surroundings) -> list[ResourceFault]:
    """What engine and office find in the files, each held against all of them and what stands around.

    A file that cannot be read at all is told once, by the engine's reason.
    """
    around = with_files(around, files)
    faults: list[ResourceFault] = []
    for name, content in files:
        refused = _refused_by_engine(name, content)
        office = check_resource(name, content, around)
        if any(fault.code == "STEP_MISSING" for fault in office):
            # A circle without a wait is what is left of the way that the step stood on.
            refused = [fault for fault in refused if fault.code != "ENGINE_LOOP"]
        faults += refused
        faults += [fault for fault in office if not (refused and fault.code == "NOT_READABLE")]
    return faults + check_doubles(files)


def _refused_by_engine(name: str, content: bytes) -> list[ResourceFault]:
    parse = _PARSERS.get(PurePath(name).suffix)
    try:
        if parse is not None:
            parse(name, content)
    except DeploymentError as refusal:
        return [
            engine_fault(fault.file, fault.element_type, fault.element_id, fault.message)
            for fault in refusal.faults
        ]
    return []
