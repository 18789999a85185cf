"""Contexts: read, put, merge, entries."""

from __future__ import annotations

from engine.feel.builtins.registry import builtin

Context = dict[str, object]


@builtin("get value(context: context, key: string)")
@builtin("get value(m: context, key: string)")
def get_value(context: Context, key: str) -> object:
    """Return the entry; LookupError if there is none."""
    return context[key]


@builtin("get value(context: context, keys: list)")
def get_value_at(context: Context, keys: list[object]) -> object:
    """Return the entry at a path of keys."""
    value: object = context
    for key in keys:
        if not isinstance(value, dict):
            raise LookupError(f"no entry at {key!r}")
        value = value[key]
    return value if keys else None


@builtin("get entries(context: context)")
@builtin("get entries(m: context)")
def get_entries(context: Context) -> object:
    """Return the entries as contexts with key and value, in their order."""
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context put(context: context, key: string, value: any)")
@builtin("put(context: context, key: string, value: any)")
def put(context: Context, key: str, value: object) -> object:
    """Return the context with the entry set; an entry that is there keeps its place."""
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def put_at(context: Context, keys: list[object], value: object) -> object:
    """Return the context with the entry at a path of keys set; contexts on the way are made."""
    if not keys or not all(isinstance(key, str) for key in keys):
        raise ValueError("the keys are no list of texts")
    first, rest = str(keys[0]), keys[1:]
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if inner is not None and not isinstance(inner, dict):
        raise ValueError(f"{first!r} is no context")
    return {**context, first: put_at(inner or {}, rest, value)}


@builtin("context merge(contexts: list)")
@builtin("put all(contexts: list)")
def merge_list(contexts: list[object]) -> object:
    """Return all entries in one context; the last of a key wins."""
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise TypeError("not a list of contexts")
        merged.update(context)
    return merged


@builtin("context merge(contexts...: context)")
@builtin("put all(contexts...: context)")
def merge(*contexts: object) -> object:
    """Return all entries in one context; the last of a key wins."""
    return merge_list(list(contexts))


@builtin("context(entries: list)")
def context_of(entries: list[object]) -> object:
    """Return the context made of entries with key and value."""
    result: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry["key"], str):
            raise ValueError("not a list of entries")
        result[entry["key"]] = entry["value"]
    return result
