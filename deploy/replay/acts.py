"""What a person of a story enters when it takes an act of the case file."""

from __future__ import annotations

from deploy.replay.apart import answers_of_split
from deploy.replay.cases import LivedCase
from deploy.replay.in_stories import ActAnswers, Answers
from deploy.replay.kinds import IN_STORIES
from deploy.replay.organisation import logins, readers_of_the_way, unit_of
from deploy.replay.samples import Step
from deploy.replay.told_rows import call_of, not_as_wished


def answers_of_act(act: str, case: LivedCase, step: Step) -> list[Answers]:
    """The answers of this act at this step; one per unit where several are asked, none where none is."""
    return BY_ACT[act](case, step)


def _designate(case: LivedCase, step: Step) -> list[Answers]:
    accept = case.accept_before(step)
    known = accept.data if accept is not None else {}
    lead = step.data.get("lead_unit") or known.get("lead_unit") or known.get("unit")
    co_units = list(step.data.get("co_units") or known.get("co_units") or [])
    lead = lead or unit_of(case.handler_before(step) or step.actor)
    return [{"lead_unit": lead, "co_units": co_units, "reason": step.note or "指定牵头"}]


def _restrict(case: LivedCase, step: Step) -> list[Answers]:
    """For those on whom the way depends and who worked on it so far."""
    so_far = {known.actor for known in case.story.steps if known.no <= step.no} & logins()
    handler = case.handler_before(step)
    readers = readers_of_the_way() | so_far | ({handler} if handler else set())
    return [{"readers": sorted(readers), "reason": step.note or "限阅"}]


def _returned(case: LivedCase, step: Step) -> list[Answers]:
    return [{"day": step.at.date().isoformat(), "reason": step.data["reason"]}]


def _delivered(case: LivedCase, step: Step) -> list[Answers]:
    return [{"day": step.data["delivered_on"], "proof": step.data["proof"]}]


def _sent_again(case: LivedCase, step: Step) -> list[Answers]:
    ways = list(step.data["ways"])
    reason = not_as_wished(case.story, step, ways)
    return [{"ways": ways, "mail_no": step.data.get("mail_no", ""), **call_of(step, ways), **reason}]


def _answered_first(case: LivedCase, step: Step) -> list[Answers]:
    told = {"answer_text": step.note or "先行答复", "pending_text": step.note or "其余事项另行答复"}
    ways = list(step.data["ways"])
    return [{**told, "ways": ways, **call_of(step, ways), **not_as_wished(case.story, step, ways)}]


def _open_group(case: LivedCase, step: Step) -> list[Answers]:
    reason = {"reason": step.note or "多人反映同一问题"}
    return [{"group_name": str(step.data["group"]), "statement": step.note or "情况说明", **reason}]


def _join_group(case: LivedCase, step: Step) -> list[Answers]:
    """A claim of this person alone is the one that the clerk added to what the machine had split off."""
    own = {"own_claims": [str(case.suggested[1] + 1)]} if step.data.get("individual_claim") else {}
    return [{"group": step.data["join_mass"], **own}]


def _own_claims(case: LivedCase, step: Step) -> list[Answers]:
    return [{"own_claims": [{"answer": "explained", "answer_reason": step.note or "见答复"}]}]


# What a mass complaint asks for.
ACTS_OF_GROUP: dict[str, ActAnswers] = {
    "open-group": _open_group,
    "join-group": _join_group,
    "answer-own-claims": _own_claims,
}


def _addressed(case: LivedCase, step: Step) -> list[Answers]:
    told = {"postal_address": step.data["postal_address"], "reason": step.note or "投诉人告知新地址"}
    return [told]


# What an answer goes through after it was given, and where it goes.
ACTS_OF_ANSWER: dict[str, ActAnswers] = {
    "change-address": _addressed,
    "give-interim-answer": _answered_first,
    "record-answer-return": _returned,
    "record-answer-delivery": _delivered,
    "send-answer-again": _sent_again,
}
BY_ACT: dict[str, ActAnswers] = {
    "designate-unit": _designate,
    "restrict-file": _restrict,
    "split-file": answers_of_split,
    **ACTS_OF_ANSWER,
    **ACTS_OF_GROUP,
    **{act: answers for kind in IN_STORIES.values() for act, answers in kind.acts.items()},
}
