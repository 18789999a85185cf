"""The split into matters and claims as the persons of a story see it: corrected in the file before what they do about it.

What a step tells is known with it and not before; what one person decides in one sitting is told together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deploy.replay.cases import LivedCase
from deploy.replay.office import READER, Office, SplitClaim, SplitMatter
from deploy.replay.organisation import unit_side
from deploy.replay.samples import Step

_OF_EVERY_MATTER = ("findings", "disposals")
_DECIDING = frozenset({"accept", "refuse", "refer", "merge"})


def tells_all_matters(step: Step) -> bool:
    """Whether the step speaks of every matter, not of some by their numbers."""
    return any(isinstance(step.data.get(key), list) for key in _OF_EVERY_MATTER)


def told_matters(step: Step) -> int | None:
    """How many matters there are, or are at least, by what this step tells; None when it tells nothing of it."""
    if tells_all_matters(step):
        return max(len(step.data[key]) for key in _OF_EVERY_MATTER if isinstance(step.data.get(key), list))
    if step.data.get("second_unit"):
        # One for each of the files that it is taken apart into.
        return 2
    numbers = step.data.get("matters")
    is_told = isinstance(numbers, list) and "." in step.actor and step.actor not in unit_side()
    return max(numbers, default=None) if is_told and numbers else None


def sitting_of(step: Step, steps: Sequence[Step]) -> list[Step]:
    """What the same person decides on other matters at once, this step first: it is one decision on the complaint."""
    if step.action not in _DECIDING or not step.data.get("matters"):
        return [step]
    sitting = [step]
    for later in (known for known in steps if known.no > step.no):
        is_of_it = later.action in _DECIDING and later.data.get("matters")
        if not is_of_it or later.actor != step.actor or later.at.date() != step.at.date():
            break
        sitting.append(later)
    return sitting


def correct_split(office: Office, case: LivedCase, step: Step) -> bool:
    """Where the step tells of other matters, kinds or claims than the file has, its actor corrects the split; whether he did."""
    sitting = sitting_of(step, case.story.steps)
    told = max((count for each in sitting if (count := told_matters(each)) is not None), default=None)
    if told is None and step.data.get("answers") is None and not step.data.get("individual_claim"):
        return False
    seen = office.read(READER, f"/api/v1/cases/{case.complaint_id}")
    matters = [SplitMatter(row["text"], row["kind"]) for row in seen["matters"]]
    claims = [SplitClaim(row["text"], tuple(row["matters"])) for row in seen["claims"]]
    is_whole = tells_all_matters(step) or len(sitting) > 1 or bool(step.data.get("second_unit"))
    wanted = len(matters) if told is None else told if is_whole else max(told, len(matters))
    split = _of_kinds(_matters(matters, wanted), step), _claims(claims, wanted, step)
    if split == (matters, claims):
        return False
    office.correct_split(step.actor, case.complaint_id, *split)
    return True


def correct_registration(office: Office, case: LivedCase, step: Step) -> None:
    """What the clerk puts instead of the machine's suggestion, whatever it is: respondent, matters, claims.

    The category is entered with the decision on acceptance.
    """
    corrected, reason = step.data["corrected"], str(step.data["reason"])
    seen = office.read(READER, f"/api/v1/cases/{case.complaint_id}")
    named = {key: value for key, value in corrected["respondent"].items() if value}
    entries = [row["respondent_id"] for row in seen["respondents"]]
    answers = {**named, "reason": reason, "step": "correct" if entries else "add", "entry": (*entries, "")[0]}
    office.take_act(step.actor, case.complaint_id, "correct-respondent", answers)
    for entry in entries[1:]:
        taken = {"step": "remove", "entry": entry, "reason": reason}
        office.take_act(step.actor, case.complaint_id, "correct-respondent", taken)
    matters = [SplitMatter(row["text"], row["kind"]) for row in corrected["matters"]]
    claims = [SplitClaim(row["text"], tuple(row["matters"])) for row in corrected["claims"]]
    office.correct_split(step.actor, case.complaint_id, matters, claims)


def corrected_before(steps: Sequence[Step], step: Step) -> Mapping[str, Any]:
    """What the last correction of the registration before this step put in; empty without one."""
    told = [known for known in steps if known.no < step.no and known.action == "correct_registration"]
    corrected: Mapping[str, Any] = told[-1].data["corrected"] if told else {}
    return corrected


def _matters(matters: list[SplitMatter], wanted: int) -> list[SplitMatter]:
    added = [SplitMatter(f"来件反映的第{no}件事") for no in range(len(matters) + 1, wanted + 1)]
    return matters[:wanted] + added


def _of_kinds(matters: list[SplitMatter], step: Step) -> list[SplitMatter]:
    """What is adopted or not is a suggestion."""
    adoptions = [*(step.data.get("adoptions") or ()), *(None for _ in matters)]
    return [
        matter if adoption is None else SplitMatter(matter.text, "suggestion")
        for matter, adoption in zip(matters, adoptions, strict=False)
    ]


def _claims(claims: list[SplitClaim], matters: int, step: Step) -> list[SplitClaim]:
    """A new claim arises from the matter of its number, one more from all; what is answered, from what is judged."""
    answers = step.data.get("answers")
    # What the story calls a claim of this person alone stands in no step: it is one more than the machine has split off.
    alone = 1 if step.data.get("individual_claim") else 0
    wanted = (len(claims) if answers is None else len(answers)) + alone
    every = tuple(range(1, matters + 1))
    kept = [SplitClaim(claim.text, tuple(no for no in claim.matters if no <= matters)) for claim in claims]
    kept += [
        SplitClaim(_new_claim(no, matters), (no,) if no <= matters else every)
        for no in range(len(claims) + 1, wanted + 1)
    ]
    if answers is None:
        return kept
    judged = {no for no in every if _is_judged(step, no)}
    return [
        SplitClaim(claim.text, _of_answer(claim, answer, judged, every))
        for claim, answer in zip(kept, answers, strict=False)
    ]


def _of_answer(claim: SplitClaim, answer: object, judged: set[int], every: Sequence[int]) -> tuple[int, ...]:
    """What is answered here arises from a matter that is judged here, what is not answered from none of them."""
    elsewhere = [no for no in every if no not in judged]
    if answer is not None and judged and not judged & set(claim.matters):
        return tuple(sorted(judged))
    if answer is None and elsewhere and judged & set(claim.matters):
        return tuple(no for no in claim.matters if no not in judged) or tuple(elsewhere)
    return claim.matters


def _is_judged(step: Step, no: int) -> bool:
    lists = [step.data.get(key) or [] for key in ("findings", "adoptions")]
    return any(no <= len(values) and values[no - 1] is not None for values in lists)


def _new_claim(no: int, matters: int) -> str:
    """As a clerk would write it, in words that stand in no story."""
    if no <= matters:
        return f"请就第{no}件事查明情况，作出处理"
    return f"请就来件反映的问题一并答复（第{no}项）"
