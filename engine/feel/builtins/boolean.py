"""not, get or else, assert; `is defined` looks at names, so the parser compiles it."""

from __future__ import annotations

from engine.feel.builtins.registry import builtin
from engine.feel.errors import AssertionFailed


@builtin("not(negand: boolean)")
def negate(negand: bool) -> object:
    """Return the opposite."""
    return not negand


@builtin("get or else(value: any, default: any)")
def get_or_else(value: object, default: object) -> object:
    """Return the value, or the default for null."""
    return default if value is None else value


@builtin("assert(value: any, condition: any)")
@builtin("assert(value: any, condition: any, cause: string)")
def require(value: object, condition: object, cause: str | None = None) -> object:
    """Return the value if the condition is true; AssertionFailed otherwise."""
    if condition is not True:
        raise AssertionFailed(cause or "The condition is not fulfilled")
    return value
