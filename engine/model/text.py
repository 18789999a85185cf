"""An attribute that may be static text or, with a leading `=`, a FEEL expression."""

from __future__ import annotations

from dataclasses import dataclass

from engine import feel
from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Text:
    """`expression` is None for static text; `source` is the attribute as written."""

    source: str
    expression: Expression | None

    @property
    def is_static(self) -> bool:
        """True when no evaluation is needed."""
        return self.expression is None


def parse_text(source: str) -> Text:
    """Static text or a parsed expression; raises ExpressionError."""
    if source.startswith("="):
        return Text(source, feel.parse(source[1:].strip()))
    return Text(source, None)
