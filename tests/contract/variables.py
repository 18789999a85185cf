"""Which variables each process can read: what callers map in, what its own nodes write. No expression is run."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bpmn.diagram import Diagram

FEEL_WORDS = frozenset({"and", "or", "not", "true", "false", "null", "if", "then", "else", "in", "between"})
STARTED_WITH = {"complaint": frozenset({"complaint_id", "run_no"})}  # variables of the start message


def names_read(expression: str) -> set[str]:
    """Names of variables in a FEEL expression of the simple kind used in diagrams."""
    without_texts = re.sub(r'"(?:[^"\\]|\\.)*"', "", expression.removeprefix("="))
    # Neither the member of a context nor the name of a called function is a variable.
    return set(re.findall(r"(?<![\w.])[A-Za-z_]\w*(?!\w|\s*\()", without_texts)) - FEEL_WORDS


def names_written(diagram: Diagram, diagrams: Iterable[Diagram]) -> set[str]:
    """Every variable a node of the process can see: start message, callers' inputs, outputs of its nodes."""
    written = set(STARTED_WITH.get(diagram.process_id, frozenset()))
    for node in diagram.nodes:
        written.update(node.written_names)
    for caller in diagrams:
        for node in caller.nodes:
            if node.called_process == diagram.process_id:
                written.update(node.input_names)
    return written
