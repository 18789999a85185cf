"""Starts the product with a door of few places and short patience; every password takes a second to check."""

from __future__ import annotations

import threading

from deploy.cli import main
from deploy.door import worker
from deploy.door.limits import DoorLimits
from services.accounts import sign_in

_is_password = sign_in.is_password


def check_slowly(password_hash: str, password: str) -> bool:
    """As the machine of a small office does when everybody signs in."""
    threading.Event().wait(1.0)
    return _is_password(password_hash, password)


worker.DoorLimits = lambda **given: DoorLimits(  # type: ignore[misc, assignment]  # planted from outside
    connections=20, head_seconds=2.0, body_pause_seconds=2.0, lane_seconds=1.5, **given
)
sign_in.is_password = check_slowly

if __name__ == "__main__":
    main()
