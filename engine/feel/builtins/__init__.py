"""The built-in functions, one file per family; importing this package fills the table."""

from engine.feel.builtins import (
    boolean,
    contexts,
    conversion,
    duplicates,
    list_logic,
    lists,
    numeric,
    patterns,
    range_relations,
    statistics,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS, call_builtin

__all__ = [
    "BUILTINS",
    "boolean",
    "call_builtin",
    "contexts",
    "conversion",
    "duplicates",
    "list_logic",
    "lists",
    "numeric",
    "patterns",
    "range_relations",
    "statistics",
    "strings",
    "temporal",
]
