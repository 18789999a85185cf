"""`python -m engine.feel`: JSON lines `{"expression", "context"}` in, `{"value"}` or `{"error"}` out."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

from engine.errors import ExpressionError
from engine.feel import parse, to_json


class _BadLine(ValueError):
    """The line is no JSON object with an expression and, if any, a context."""


def _read(line: str) -> tuple[str, dict[str, object]]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise _BadLine(f"The line is no JSON: {fault}") from fault
    if not isinstance(request, dict) or not isinstance(request.get("expression"), str):
        raise _BadLine('The line has no text "expression"')
    context = request.get("context", {})
    if context is None:
        context = {}
    if not isinstance(context, dict):
        raise _BadLine('"context" is no object')
    return request["expression"].removeprefix("="), context


def answer_line(line: str, now: datetime) -> dict[str, object]:
    """Return `{"value"}` of the expression in a line, or `{"error"}` with what is wrong with the line."""
    try:
        expression, context = _read(line)
        return {"value": to_json(parse(expression).evaluate(context, now))}
    except (ExpressionError, _BadLine) as fault:
        return {"error": str(fault)}
    except RecursionError:
        return {"error": "The value is nested too deep"}


def main() -> int:
    """Answer each line of standard input that is not blank on a line of standard output."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8", "replace")
        if line.strip():
            sys.stdout.write(json.dumps(answer_line(line, datetime.now(UTC))) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
