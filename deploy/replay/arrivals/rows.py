"""Work orders and reviews as rows: what the programs of the hotline and of the review system bring, and the exported file."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import PurePath

from deploy.replay.evidence_files import SentFile
from deploy.replay.samples import Story

_COMMA_SEPARATED = "text/csv"


def order_row_of(story: Story) -> dict[str, str]:
    """The work order in the hotline's own columns."""
    return {name: str(value) for name, value in story.raw["row"].items()}


def order_file_of(story: Story) -> SentFile:
    """The export that the story names, with all its orders; else one of this order alone, as the hotline writes it."""
    name = str(story.raw.get("export") or "工单.csv")
    if (named := story.read_file(story.raw.get("export"))) is not None:
        return SentFile(PurePath(name).name, named, _COMMA_SEPARATED)
    written = io.StringIO()
    row = order_row_of(story)
    table = csv.DictWriter(written, row.keys(), lineterminator="\r\n")
    table.writeheader()
    table.writerow(row)
    return SentFile(PurePath(name).name, written.getvalue().encode("gb18030"), _COMMA_SEPARATED)


def review_row_of(story: Story) -> dict[str, str]:
    """The review in the fields of its system; what is no text stands there as JSON.

    It was given when the story says that it came: its own moment has seconds, which a story's has not.
    """
    told = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in story.raw.items()
        if value is not None
    }
    return {**told, "evaluated_at": story.received_at.isoformat()}


def has_nothing_new(page: str, number: str) -> bool:
    """Whether the page that tells what a file would do says so of the row with this number."""
    row = re.search(rf"<tr[^>]*>(?:(?!</tr>).)*>{re.escape(number)}<(?:(?!</tr>).)*</tr>", page, re.DOTALL)
    return row is not None and "没有变化" in row.group(0)
