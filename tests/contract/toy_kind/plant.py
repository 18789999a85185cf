"""Puts the files of the toy kind beside those of the product, before anything of the product is read.

As a plug-in of pytest (`-p tests.contract.toy_kind.plant`) for tests, by `python -m tests.contract.toy_kind.plant web` for the
unchanged command of the product. No file of the product is touched: the packages get one folder more to look into.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec
from pathlib import Path

_PLANTED = Path(__file__).parent / "planted"
# In this order: a later one imports an earlier one.
_FOLDERS = {
    "models.beside": "beside",
    "services.requests.kinds": "kinds",
    "services.tasks": "tasks",
    "workers": "workers",
    "deploy.replay.kinds": "replay",
}


def plant() -> None:
    """Let each package find the toy's modules too; it must not have been read yet."""
    for package, folder in _FOLDERS.items():
        assert package not in sys.modules, f"{package} was read before the toy was planted"
        spec = find_spec(package)
        assert spec is not None and spec.loader is not None and spec.submodule_search_locations is not None
        spec.submodule_search_locations.append(str(_PLANTED / folder))
        module = module_from_spec(spec)
        sys.modules[package] = module
        spec.loader.exec_module(module)
        parent, _, name = package.rpartition(".")
        if parent:
            setattr(sys.modules[parent], name, module)


plant()

if __name__ == "__main__":
    from deploy.cli import main

    main()
