"""Routes that learn to write their address when it is first written.

Werkzeug compiles two functions for each route when it is registered. For all of ours that was two thirds of the time in
which an application is made, in each web process, which writes addresses of few of them.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """As its base in all that it answers."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        # Were the base to call it by another name one day, only the time would be lost.
        compiled: Builder | None = None

        def build(rule: LateRule, /, **values: object) -> tuple[str, str]:
            nonlocal compiled
            if compiled is None:
                compiled = super(LateRule, rule)._compile_builder(append_unknown)
            return compiled(rule, **values)

        return build
