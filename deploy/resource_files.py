"""Checks a file as the engine would at deployment, then as the office needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath

from deploy.feel import find_fault
from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from services.resource_check.check_diagram import check_diagram
from services.resource_check.check_form_file import check_form_file
from services.resource_check.check_references import KnownIds
from services.resource_check.faults import ResourceFault


def check_file(name: str, content: bytes, known: KnownIds) -> list[str]:
    """Per fault file, element and reason, the remedy on a line below. Empty when engine and office can work with the file."""
    checks = _CHECKS.get(PurePath(name).suffix)
    if checks is None:
        return [f"{name}: file: only .bpmn, .dmn and .form files are known / 只识别 .bpmn、.dmn、.form 文件"]
    try:
        checks[0](name, content)
    except DeploymentError as refusal:
        return [str(fault) for fault in refusal.faults]
    return [f"{fault}\n    {fault.remedy}" for fault in checks[1](name, content, known)]


def known_beside(files: Iterable[tuple[str, bytes]]) -> KnownIds:
    """What is shipped and what these files bring; one that cannot be read brings nothing and is refused by itself."""
    ids: dict[str, set[str]] = {".bpmn": set(), ".dmn": set(), ".form": set()}
    for name, content in files:
        suffix = PurePath(name).suffix
        if suffix in _IDS:
            try:
                ids[suffix] |= _IDS[suffix](name, content)
            except DeploymentError:
                continue
    shipped = KnownIds()
    return KnownIds(
        shipped.forms | ids[".form"], shipped.processes | ids[".bpmn"], shipped.decisions | ids[".dmn"]
    )


_CHECKS: dict[
    str, tuple[Callable[[str, bytes], object], Callable[[str, bytes, KnownIds], list[ResourceFault]]]
] = {
    ".bpmn": (parse_bpmn, check_diagram),
    ".dmn": (parse_dmn, lambda _name, _content, _known: []),
    ".form": (parse_form, lambda name, content, _known: check_form_file(name, content, find_fault)),
}
_IDS: dict[str, Callable[[str, bytes], set[str]]] = {
    ".bpmn": lambda name, content: {process.id for process in parse_bpmn(name, content)},
    ".dmn": lambda name, content: set(parse_dmn(name, content).decisions),
    ".form": lambda name, content: {parse_form(name, content).id},
}
