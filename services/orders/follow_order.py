"""What the hotline says anew of a known order goes into its case: other words, a supplement, that it urges, another date.

What the review system says anew of a review goes into its case, too.
"""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.lifecycle import ClockKind, FileEntryKind, RequestState, Stage
from models.clock.clock import Clock
from models.clock.legal_time import word_moment
from models.ground.order_codes import OrderChange
from services.actor import Actor
from services.beside.supplement.take_supplement import (
    TakeSupplement,
    list_supplement_requests,
    take_supplement,
)
from services.casefile.add_entry import MAX_TEXT, NewEntry, add_rest, add_whole_entry
from services.casefile.addendum import enter_addendum
from services.casefile.get_case import get_complaint
from services.clocks.channel_limit import FIRST_ROUND
from services.orders.order_changes import OrderChanges
from services.unit_of_work import Unit

# File entries are in Chinese, as the file is.
_LONGEST_PART = 3_000
IDENTITY_CHANGED = "12345热线更新了本工单的诉求人姓名或联系方式。请在热线系统中核对后再联系。"
# 由否改为是; who wished secrecy once has it, whatever a later row says.
HELD_BACK_FROM_NOW = "诉求人要求保密：自此按要求保密的投诉处理。"
_PAPER = "12345热线对工单的更新"
_REVIEW_PAPER = "好差评对评价的更新（追评）"


def follow_order(order: HotlineOrder, changes: OrderChanges, unit: Unit, actor: Actor) -> None:
    """In the caller's unit; into an archived case as what came in after it."""
    complaint = get_complaint(order.complaint_id, unit)
    order.told_at = unit.clock.now()
    enter_addendum(complaint.id, _PAPER, unit, actor)
    if changes.reworded:
        # What it was stands in the case already; what it is now stands nowhere else.
        _note(complaint, f"12345热线更新了工单：\n{_say(changes)}", unit, actor)
    if OrderChange.IDENTITY in changes.kinds:
        _note(complaint, IDENTITY_CHANGED, unit, actor)
    if changes.supplement:
        _supplement(complaint, f"12345热线补充：{changes.supplement}", unit, actor)
    if OrderChange.URGED in changes.kinds:
        _urge(complaint, changes.urged_words, unit, actor)
    if changes.due_at is not None:
        _change_date(complaint, changes, unit, actor)
    payload: dict[str, object] = {"changes": sorted(change.value for change in changes.kinds)}
    if changes.asks_secrecy and not complaint.confidentiality_requested:
        complaint.confidentiality_requested = payload["confidentiality_requested"] = True
        _note(complaint, HELD_BACK_FROM_NOW, unit, actor)
    unit.trail.add(complaint.id, "order.followed", payload, actor)


def follow_review(complaint: Complaint, changes: OrderChanges, unit: Unit, actor: Actor) -> None:
    """The same of a review, with the case locked."""
    enter_addendum(complaint.id, _REVIEW_PAPER, unit, actor)
    if changes.reworded:
        _note(complaint, f"好差评更新了评价：\n{_say(changes)}", unit, actor)
    if changes.supplement:
        _supplement(complaint, f"好差评追评：{changes.supplement}", unit, actor)
    payload = {"changes": sorted(change.value for change in changes.kinds)}
    unit.trail.add(complaint.id, "order.followed", payload, actor)


def _say(changes: OrderChanges) -> str:
    told = changes.reworded.items()
    return "\n".join(
        f"{name}：由“{_cut(old)}”改为“{new}”" if old.strip() else f"{name}：{new}"
        for name, (old, new) in told
    )


def _note(complaint: Complaint, text: str, unit: Unit, actor: Actor) -> None:
    add_whole_entry(NewEntry(complaint.id, FileEntryKind.NOTE, text, actor.name), unit)


def _supplement(complaint: Complaint, told: str, unit: Unit, actor: Actor) -> None:
    """The answer to an open request for material where one waits, else material that nobody asked for; all of it."""
    if complaint.stage is Stage.ARCHIVED:
        _note(complaint, told, unit, actor)
        return
    rows = list_supplement_requests(complaint.id, unit)
    waiting = next((row.id for row in rows if row.state is RequestState.OPEN), None)
    take_supplement(TakeSupplement(told[:MAX_TEXT], waiting), complaint, unit, actor)
    add_rest(NewEntry(complaint.id, FileEntryKind.NOTE, told, actor.name), unit)


def _urge(complaint: Complaint, words: str, unit: Unit, actor: Actor) -> None:
    complaint.times_urged += 1
    told = f"12345热线第{complaint.times_urged}次催办" + (f"：{words}" if words else "。")
    add_whole_entry(NewEntry(complaint.id, FileEntryKind.REMINDER, told, actor.name), unit)


def _change_date(complaint: Complaint, changes: OrderChanges, unit: Unit, actor: Actor) -> None:
    """It counts for limits that open from now on; one that runs keeps the date that was told."""
    due = changes.due_at
    if due is None or due == complaint.channel_due_at or due <= complaint.received_at:
        return
    before = complaint.channel_due_at
    is_running = unit.session.scalars(
        select(Clock.id)
        .where(
            Clock.complaint_id == complaint.id, Clock.kind == ClockKind.RESOLVE, Clock.round == FIRST_ROUND
        )
        .limit(1)
    ).first()
    told = f"12345热线的办理时限{f'由{word_moment(before)}' if before else ''}改为{word_moment(due)}。"
    if is_running is None:
        complaint.channel_due_at = due
    else:
        told += "已经起算的期限不变；需要延长的，按延期办理。"
    _note(complaint, told, unit, actor)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else f"{text[:_LONGEST_PART]}…"
