"""The kinds of requests, one file a kind. A file put here is a kind; nothing lists them."""

from importlib import import_module
from pkgutil import iter_modules

from services.requests.request_kind import RequestKind


def _read_kinds() -> dict[str, RequestKind]:
    found: dict[str, RequestKind] = {}
    for entry in iter_modules(__path__):
        module = import_module(f"{__name__}.{entry.name}")
        found |= {kind.name: kind for kind in vars(module).values() if isinstance(kind, RequestKind)}
    return found


# By name, in the order of their names.
KINDS: dict[str, RequestKind] = _read_kinds()
