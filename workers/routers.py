"""The routers of this package: one a diagram, and one of the listeners that all user tasks share. Nothing lists them."""

from importlib import import_module
from pkgutil import iter_modules

from workers.hardened.job_route import JobRouter

# The process itself, which asks for the routers.
_PROCESS = "main"


def read_routers() -> list[JobRouter]:
    """The `router` of every module that has one."""
    package = __name__.rpartition(".")[0]
    names = [
        f"{package}.{entry.name}"
        for entry in iter_modules(import_module(package).__path__)
        if not entry.ispkg and entry.name != _PROCESS
    ]
    found = [vars(import_module(name)).get("router") for name in names if name != __name__]
    return [router for router in found if isinstance(router, JobRouter)]
