"""Every table of the office: the folders of models/ are read, nothing lists them. Importing this makes the metadata whole."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import models
from models.ground.base import Base

__all__ = ["Base"]


def list_modules() -> Iterator[str]:
    """Every module of models/ but those about the store itself."""
    for module in walk_packages(models.__path__, f"{models.__name__}."):
        if not module.ispkg and not module.name.startswith("models.store"):
            yield module.name


for name in list_modules():
    import_module(name)
