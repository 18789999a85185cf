"""Keeps a row that said something new of a known order or review as it came, with its hash, as the first one is kept."""

import json
from collections.abc import Mapping

from models.case.receipt import CAME_LATER, Receipt
from models.ground.ids import new_id
from models.ground.order_codes import TableKind
from services.filing.new_case import hash_raw
from services.orders.columns import as_message, number_of
from services.unit_of_work import Unit


def keep_row(kind: TableKind, complaint_id: str, fields: Mapping[str, str], unit: Unit) -> None:
    """In the caller's unit, before what it changes is on the trail."""
    raw = json.dumps(as_message(kind, fields), ensure_ascii=False, indent=1)
    row = Receipt(
        id=new_id(),
        complaint_id=complaint_id,
        channel=kind.channel,
        raw_text=raw,
        raw_sha256=hash_raw(raw),
        meta={"source_reference": number_of(kind, fields), CAME_LATER: True},
    )
    unit.session.add(row)
