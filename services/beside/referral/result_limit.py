"""Until when the result of a referral is owed, in the words of its sheet and of the letter to the complainant."""

from models.beside.referral import Referral
from models.clock.legal_time import beijing_date, word_moment
from services.beside.sheets.sent_sheet import find_due
from services.clocks.told_window import told_referral_result_limit
from services.unit_of_work import Unit


def word_result_limit(row: Referral | None, unit: Unit) -> str:
    """The last moment where its limit was opened; before the signature, or before there is a referral, how long after it."""
    due = find_due(row.result_clock_id, unit) if row is not None else None
    if due is not None:
        return f"最迟{word_moment(due)}"
    return f"自签收之日起{told_referral_result_limit(beijing_date(unit.clock.now()), unit)}内"
