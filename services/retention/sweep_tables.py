"""Deletes the bytes of tables that were discarded before a row of them came into a case."""

from sqlalchemy import select

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.ground.order_codes import RowState
from services.actor import SYSTEM
from services.unit_of_work import UnitFactory

# A file may be large: few at once, so that a round is short.
FILES_AT_ONCE = 20


def sweep_tables(make_unit: UnitFactory) -> int:
    """One round; how many went. Of a table with rows in cases the file stays: they came by it."""
    with make_unit().reading() as unit:
        is_in_case = (
            select(ChannelTableRow.line)
            .where(ChannelTableRow.table_id == ChannelTable.id, ChannelTableRow.state != RowState.DISCARDED)
            .exists()
        )
        discarded = select(ChannelTable.id, ChannelTable.raw_key).where(
            ChannelTable.discarded_at.is_not(None), ChannelTable.erased_at.is_(None), ~is_in_case
        )
        found = unit.session.execute(discarded.order_by(ChannelTable.discarded_at).limit(FILES_AT_ONCE)).all()
    for table_id, raw_key in found:
        unit_of_work = make_unit()
        # A second run finds it gone already.
        unit_of_work.ports.object_store.delete(raw_key)
        with unit_of_work as unit:
            table = unit.session.get_one(ChannelTable, table_id, with_for_update=True)
            if table.erased_at is None:
                table.erased_at = unit.clock.now()
                unit.trail.add(None, "channel_table.erased", {"table_id": table_id}, SYSTEM)
    return len(found)
