"""One thing that a look found standing still, before it is a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """`facts` None: it stands in our rows already and stays there as it is. `since` counts for new ones only.

    `path` are the keys of its instance and of those above, where the case is not known otherwise.
    """

    key: str
    since: datetime
    facts: Mapping[str, object] | None
    complaint_id: str | None = None
    path: tuple[str, ...] = ()
