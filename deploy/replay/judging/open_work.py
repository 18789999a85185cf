"""What runs on beside the way after the file is closed: told by story, not judged."""

from __future__ import annotations

from deploy.replay.judging.judged import Json


def list_open_work(case: Json) -> list[str]:
    """Each open request of any kind, as the file lists it."""
    return [
        f"{name} {row.get('reference') or row['no']}"
        for name, rows in case.items()
        for row in (rows if isinstance(rows, list) else ())
        if row.get("state") == "open"
    ]
