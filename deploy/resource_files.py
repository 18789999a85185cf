"""Checks a file as the engine would at deployment, then as the office needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError
from engine.model.form import parse_form
from engine.model.parser import parse_bpmn
from services.resource_check.check_diagram import check_diagram
from services.resource_check.check_form_file import check_form_file


def check_file(name: str, content: bytes) -> list[str]:
    """A line per fault: file, element, reason. Empty when engine and office can work with the file."""
    checks = _CHECKS.get(PurePath(name).suffix)
    if checks is None:
        return [f"{name}: file: only .bpmn, .dmn and .form files are known / 只识别 .bpmn、.dmn、.form 文件"]
    try:
        checks[0](name, content)
    except DeploymentError as refusal:
        return [str(fault) for fault in refusal.faults]
    return [str(fault) for fault in checks[1](name, content)]


def _nothing_more(_name: str, _content: bytes) -> list[object]:
    return []


_CHECKS: dict[str, tuple[Callable[[str, bytes], object], Callable[[str, bytes], list[object]]]] = {
    ".bpmn": (parse_bpmn, lambda name, content: list(check_diagram(name, content))),
    ".dmn": (parse_dmn, _nothing_more),
    ".form": (parse_form, lambda name, content: list(check_form_file(name, content))),
}
