"""`python -m tests.kill.mail_reader`: the workers' step at the doors, over and over, in a process that may be killed anywhere."""

from __future__ import annotations

from deploy.carriers import build_doors
from deploy.settings import load_settings
from deploy.wiring import unit_factory
from services.incoming.doors_step import doors_step


def main() -> None:
    """Until nothing waits in the mailbox any more."""
    settings = load_settings()
    doors, make_unit = build_doors(settings), unit_factory(settings)
    while doors_step(doors, make_unit):
        pass


if __name__ == "__main__":
    main()
