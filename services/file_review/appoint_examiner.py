"""The leader of a round names an examiner where one is missing, or another for one who has not scored yet."""

from models.case.reviewed_file import FileExaminer
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput
from models.ground.file_review_codes import ReviewedFileState
from services.actor import Actor, require_role
from services.file_review.examiners import PLACES, list_barred, list_candidates
from services.file_review.get_file import FileOfRound, get_file
from services.file_review.open_round import ROUND_MOVED
from services.unit_of_work import Unit, UnitOfWork


def appoint_examiner(
    file: tuple[str, int], appointed: tuple[str, str], unit_of_work: UnitOfWork, actor: Actor
) -> None:
    """`file`: round and number; `appointed`: place and login as the form has them.

    InvalidInput on `login` for whom a rule keeps away; Conflict where the one of this place has scored.
    """
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        found = get_file(file, unit, actor, for_update=True)
        place = next((one for one in PLACES if str(one) == appointed[0]), None)
        if place is None or appointed[1] not in {login for login, _ in list_free(found, unit)}:
            raise InvalidInput({"login": "NOT_AN_OPTION"})
        row = next((one for one in found.examiners if one.place == place), None)
        is_open = found.is_examined and found.file.state is ReviewedFileState.EXAMINING
        if not is_open or (row is not None and row.scored_at):
            raise Conflict(code=ROUND_MOVED)
        if row is None:
            row = FileExaminer(file_id=found.file.id, place=place)
            unit.session.add(row)
        row.login, row.appointed_at = appointed[1], unit.clock.now()
        payload = {"round": found.round.id, "no": found.file.no, "place": place, "login": row.login}
        unit.trail.add(None, "file_review.examiner_appointed", payload, actor)


def list_free(found: FileOfRound, unit: Unit) -> list[tuple[str, str]]:
    """Logins with names of those who may examine it and do not yet."""
    people = {row.login for row in found.examiners}
    candidates = [row for row in list_candidates(unit) if row.login not in people]
    barred = list_barred([found.file.complaint_id], [row.login for row in candidates], unit)
    return [(row.login, row.name) for row in candidates if found.file.complaint_id not in barred[row.login]]
