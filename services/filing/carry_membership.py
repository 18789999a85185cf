"""A member of a mass complaint that is taken apart: the part that is the group's matter stays of it, own matters are apart."""

from models.case.complaint_group import GroupMember
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.find_group import find_membership
from services.casefile.get_case import list_matters
from services.filing.taken_apart import TakenApart
from services.unit_of_work import Unit


def carry_membership(apart: TakenApart, unit: Unit, actor: Actor) -> None:
    """The new file belongs to the group where a matter of the group goes; the first leaves it when only own ones stay.

    After the matters have moved. What is taken out of the leading file is none of the group's: nobody marked there what is
    one person's alone, and the group is found upon in what stays. What is told in words for the first time is none either.
    """
    member = find_membership(apart.first.id, unit)
    if member is None:
        return
    own = set(member.own_matters)
    if set(apart.numbers) - own:
        _join(member, apart, unit, actor)
    member.own_matters = [no for no in member.own_matters if no not in apart.numbers]
    member.own_claims = [no for no in member.own_claims if no not in apart.claim_numbers]
    if all(matter.no in own for matter in list_matters(apart.first.id, unit)):
        member.left_at, member.left_by = unit.clock.now(), actor.name
        member.left_reason = apart.reason
        unit.trail.add(apart.first.id, "group.left", {"into": apart.new.number}, actor)
    unit.session.flush()


def _join(member: GroupMember, apart: TakenApart, unit: Unit, actor: Actor) -> None:
    """With what was marked as this person's alone, by its new numbers; it takes the opinion over once it is accepted."""
    new, known = apart.new, set(apart.numbers.values())
    own = {apart.numbers[no] for no in member.own_matters if no in apart.numbers}
    # A matter told in words with the split is this person's alone.
    own |= {matter.no for matter in list_matters(new.id, unit)} - known
    unit.session.add(
        GroupMember(
            id=new_id(),
            leading_id=member.leading_id,
            complaint_id=new.id,
            own_matters=sorted(own),
            own_claims=sorted(
                apart.claim_numbers[no] for no in member.own_claims if no in apart.claim_numbers
            ),
            joined_by=actor.name,
            joined_at=unit.clock.now(),
        )
    )
    unit.session.flush()
    payload = {"from": apart.first.number, "own_matters": sorted(own)}
    unit.trail.add(new.id, "group.joined", payload, actor)
