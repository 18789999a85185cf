"""Which element of a diagram watches which limit of the office's own."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from bpmn.diagram import Node
from bpmn.names import ProcessId
from bpmn.reading import read_diagram_text

# As the watch's input says it: `=complaint_id + ".site_visit"`.
_KEY_OF_CLOCK = re.compile(r'"\.([a-z][a-z0-9_]*)"\s*$')


def list_owner_watches(diagram_xml: str) -> dict[str, str]:
    """Id of the call activity by limit key; nothing of a diagram that cannot be read."""
    if "<!DOCTYPE" in diagram_xml:
        return {}
    try:
        diagram = read_diagram_text("", diagram_xml.encode())
    except (ParseError, KeyError, ValueError):
        return {}
    return {
        key: node.id
        for node in diagram.list_kind("callActivity")
        if node.called_process == ProcessId.DEADLINE_WATCH.value and (key := find_limit_key(node))
    }


def find_limit_key(watch: Node) -> str | None:
    """The key of the office's own limit that a watch names; None for a watch of a clock that the office opened."""
    for mapping in watch.inputs:
        if mapping.target == "clock_id" and (found := _KEY_OF_CLOCK.search(mapping.source)):
            return found[1]
    return None
