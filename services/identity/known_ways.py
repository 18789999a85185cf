"""By which ways a complainant can be reached, told by what is on file; nothing is opened for it."""

from collections.abc import Mapping

from models.case.complaint import Complaint
from models.ground.codes import Channel, IdentityKind
from models.ground.ways import Way
from models.vault.identity import Identity
from services.unit_of_work import Unit

# Whoever wrote there without a name still has an account that can be written to.
ACCOUNT_CHANNELS = frozenset({Channel.CHAT, Channel.SOCIAL})
# What came from somebody with a name by this way can be answered by it.
WAY_OF_CHANNEL: Mapping[Channel, Way] = {
    Channel.LETTER: Way.LETTER,
    Channel.EMAIL: Way.EMAIL,
    Channel.BAD_REVIEW: Way.PLATFORM,
}


def find_known_ways(complaint: Complaint, unit: Unit) -> frozenset[Way]:
    """The ways by which somebody can speak or write to this person; none where no way is known."""
    ways: set[Way] = set()
    if complaint.channel in ACCOUNT_CHANNELS:
        ways.add(Way.PLATFORM)
    if complaint.identity_kind is IdentityKind.REAL_NAME:
        ways |= _told_ways(complaint.id, unit)
        if complaint.channel in WAY_OF_CHANNEL:
            ways.add(WAY_OF_CHANNEL[complaint.channel])
    return frozenset(ways)


def _told_ways(complaint_id: str, unit: Unit) -> set[Way]:
    told = unit.session.get(Identity, complaint_id)
    if told is None:
        return set()
    ways = {Way.PHONE, Way.SMS} if told.phone_sealed is not None else set()
    if told.email_sealed is not None:
        ways.add(Way.EMAIL)
    if told.address_sealed is not None:
        ways.add(Way.LETTER)
    return ways
