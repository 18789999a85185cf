"""One file of a deployment with what is in it; what is no such file is refused with its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from engine.core.commands import Resource
from engine.dmn.graph import DecisionGraph
from engine.dmn.reader import parse_dmn
from engine.errors import DeploymentError, Fault
from engine.model.form import Form, parse_form
from engine.model.parser import parse_bpmn
from engine.model.process import Process

_PARSERS: Final[dict[str, Callable[[str, bytes], tuple[Process, ...] | Form | DecisionGraph]]] = {
    ".bpmn": parse_bpmn,
    ".dmn": parse_dmn,
    ".form": parse_form,
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file with what is in it; `checksum` is the MD5 of its bytes, as Zeebe compares."""

    resource: Resource
    checksum: str
    content: tuple[Process, ...] | Form | DecisionGraph

    def contained_ids(self) -> list[tuple[str, str]]:
        """Kind and id of everything that gets a version by this file."""
        if isinstance(self.content, Form):
            return [("form", self.content.id)]
        if isinstance(self.content, DecisionGraph):
            decisions = [("decision", decision_id) for decision_id in self.content.decisions]
            return [("decision requirements", self.content.id), *decisions]
        return [("process", process.id) for process in self.content]


def parse_file(resource: Resource) -> ParsedFile:
    """Read a file by the ending of its name; DeploymentError with every fault in it."""
    # MD5 is what the protocol compares; it protects nothing here.
    checksum = hashlib.md5(resource.content, usedforsecurity=False).hexdigest()
    parse = _PARSERS.get(PurePosixPath(resource.name).suffix)
    if parse is None:
        raise _refused(resource, "only .bpmn, .dmn and .form files are supported by this engine")
    try:
        resource.content.decode()
    except UnicodeDecodeError as error:
        raise _refused(resource, f"the file is not UTF-8: {error}") from error
    return ParsedFile(resource, checksum, parse(resource.name, resource.content))


def _refused(resource: Resource, message: str) -> DeploymentError:
    return DeploymentError([Fault(resource.name, "resource", "", message)])
