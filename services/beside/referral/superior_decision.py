"""What the superior organ decided on the matters of a case that was passed on to it; nobody of the centre decides on them."""

from dataclasses import dataclass

from models.beside.referral import Referral
from models.case.lifecycle import DecisionKind, RequestState
from models.case.matter import MAX_MATTERS, Matter
from models.ground.codes import MatterDecision
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from services.actor import Actor
from services.beside.referral.record_result import ReferralResult, record_result, tell_result
from services.casefile.decisions import NewDecision, find_decision, list_decided_rows, record_decision
from services.casefile.get_case import list_matters
from services.restriction.find_route import find_superior
from services.unit_of_work import Unit

NOT_SIGNED = "NOT_SIGNED"
WORDS = {MatterDecision.ACCEPT: "受理", MatterDecision.REFUSE: "不予受理"}


@dataclass(frozen=True, slots=True)
class SuperiorDecision:
    """One decision on these matters, all that are undecided without a number; a refusal has its ground."""

    decision: MatterDecision
    matter_nos: tuple[int, ...] = ()
    ground: str = ""
    right_place: str = ""


def decide_as_superior(row: Referral, command: SuperiorDecision, unit: Unit, actor: Actor) -> None:
    """Record it; when every matter was refused nothing more is awaited, else the result is.

    InvalidInput: NOT_AN_OPTION on `answer` for another unit than the superior organ of the case and on `matter_nos` for
    matters that it was not given or has decided on, REQUIRED on `text` for a refusal without a ground. A number after the
    last is a matter that it finds in what was passed on unsplit.
    RuleRefused("NOT_SIGNED") before the signature or after the end.
    """
    if find_superior(row.complaint_id, unit) != row.unit_code:
        raise InvalidInput({"answer": "NOT_AN_OPTION"})
    if row.signed_at is None or row.state is not RequestState.OPEN:
        raise RuleRefused(NOT_SIGNED)
    if command.decision not in WORDS:
        raise InvalidInput({"decision": "REQUIRED"})
    if command.decision is MatterDecision.REFUSE and not command.ground.strip():
        raise InvalidInput({"text": "REQUIRED"})
    earlier = find_decision(row.complaint_id, DecisionKind.SUPERIOR, row.round, unit)
    decided = [] if earlier is None else list_decided_rows(earlier.content)
    _split_off(row, command.matter_nos, unit, actor)
    undecided = [no for no in row.matter_nos if no not in {told["no"] for told in decided}]
    chosen = list(command.matter_nos) or undecided
    if not chosen or not set(chosen) <= set(undecided):
        raise InvalidInput({"matter_nos": "NOT_AN_OPTION"})
    told: dict[str, object] = {
        "decision": command.decision.value,
        "ground": command.ground.strip() or None,
        "right_place": command.right_place.strip() or None,
    }
    fresh: list[dict[str, object]] = [{"no": no, **told} for no in chosen]
    rows = sorted([*decided, *fresh], key=lambda each: int(str(each["no"])))
    content = {"unit_code": row.unit_code, "matters": rows}
    record_decision(NewDecision(row.complaint_id, DecisionKind.SUPERIOR, row.round, content), unit, actor)
    is_complete = set(chosen) == set(undecided)
    if is_complete and all(each["decision"] == MatterDecision.REFUSE.value for each in rows):
        record_result(row, ReferralResult(_sentence(rows)), unit, actor)
        tell_result(row, unit)


def _split_off(row: Referral, numbers: tuple[int, ...], unit: Unit, actor: Actor) -> None:
    """Enter the matters that follow the last one of the file: nobody here took apart what is not for anybody here."""
    known = list_matters(row.complaint_id, unit)
    last = known[-1].no
    further = [no for no in sorted(set(numbers)) if no > last]
    if not further:
        return
    if further != list(range(last + 1, last + 1 + len(further))) or further[-1] > MAX_MATTERS:
        raise InvalidInput({"matter_nos": "NOT_AN_OPTION"})
    whole = next(matter for matter in known if matter.no in row.matter_nos)
    for no in further:
        unit.session.add(
            Matter(
                id=new_id(),
                complaint_id=row.complaint_id,
                no=no,
                text=f"上级机关分出的第{no}项",
                decision=whole.decision,
                decided_by=whole.decided_by,
                decided_at=whole.decided_at,
                referred_to=whole.referred_to,
                referral_id=whole.referral_id,
                disposals=[],
            )
        )
    row.matter_nos = [*row.matter_nos, *further]
    unit.session.flush()
    unit.trail.add(row.complaint_id, "matters.split_off", {"numbers": further}, actor)


def _sentence(rows: list[dict[str, object]]) -> str:
    """What was refused and why, as the answer proposes it."""
    return "".join(
        f"第{each['no']}项投诉事项，上级机关决定不予受理：{each['ground']}"
        + (f"，可以向{each['right_place']}反映。" if each["right_place"] else "。")
        for each in rows
    )
