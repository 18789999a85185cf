"""Writes small DMN files for tests."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="graph" name="图" namespace="t">\n'
)
Row = tuple[tuple[str, ...], tuple[str, ...]]


def dmn(*decisions: str) -> bytes:
    """A file with these decisions."""
    return f"{HEAD}{''.join(decisions)}</definitions>".encode()


def decision(
    decision_id: str, logic: str, *needs: str, variable: str = "", type_name: str = "", tag: str = ""
) -> str:
    """A decision with its logic; `needs` are ids of required decisions."""
    required = "".join(
        f'<informationRequirement id="need_{need}"><requiredDecision href="#{need}"/></informationRequirement>'
        for need in needs
    )
    extra = f"<variable name={quoteattr(variable)} typeRef={quoteattr(type_name)}/>" if variable else ""
    version = (
        f"<extensionElements><zeebe:versionTag value={quoteattr(tag)}/></extensionElements>" if tag else ""
    )
    return (
        f"<decision id={quoteattr(decision_id)} name={quoteattr(decision_id + ' 判定')}>"
        f"{version}{extra}{required}{logic}</decision>"
    )


def literal(text: str, language: str = "") -> str:
    """A literal expression."""
    extra = f" expressionLanguage={quoteattr(language)}" if language else ""
    return f'<literalExpression id="literal"{extra}><text>{escape(text)}</text></literalExpression>'


def table(
    policy: str,
    inputs: tuple[str, ...],
    outputs: tuple[str, ...],
    *rows: Row,
    aggregation: str = "",
    values: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
) -> str:
    """A decision table; `values` and `defaults` are by output name."""
    extra = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    columns = "".join(
        f'<input id="in{number}" label={quoteattr("问 " + text)}><inputExpression id="ie{number}">'
        f"<text>{escape(text)}</text></inputExpression></input>"
        for number, text in enumerate(inputs)
    )
    columns += "".join(_output(number, name, values, defaults) for number, name in enumerate(outputs))
    rules = "".join(_rule(number, row) for number, row in enumerate(rows))
    return f'<decisionTable id="table" hitPolicy={quoteattr(policy)}{extra}>{columns}{rules}</decisionTable>'


def _output(number: int, name: str, values: dict[str, str] | None, defaults: dict[str, str] | None) -> str:
    listed, default = (values or {}).get(name), (defaults or {}).get(name)
    inner = f"<outputValues><text>{escape(listed)}</text></outputValues>" if listed else ""
    if default:
        inner += f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>"
    return f'<output id="out{number}" name={quoteattr(name)}>{inner}</output>'


def _rule(number: int, row: Row) -> str:
    tests, outputs = row
    inner = "".join(f"<inputEntry><text>{escape(text)}</text></inputEntry>" for text in tests)
    inner += "".join(f"<outputEntry><text>{escape(text)}</text></outputEntry>" for text in outputs)
    return f'<rule id="rule{number + 1}">{inner}</rule>'
