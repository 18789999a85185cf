"""The kinds of requests as stories live them, one file a kind. A file put here is one; nothing lists them."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from deploy.replay.in_stories import InStories


def _read_kinds() -> dict[str, InStories]:
    found: dict[str, InStories] = {}
    for entry in iter_modules(__path__):
        held = vars(import_module(f"{__name__}.{entry.name}")).values()
        found |= {kind.name: kind for kind in held if isinstance(kind, InStories)}
    return found


# By the name of the kind.
IN_STORIES: dict[str, InStories] = _read_kinds()
