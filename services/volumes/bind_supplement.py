"""补卷: what came into a closed file after its volume was sealed is bound as a volume of its own, by a person, at once."""

from models.case.lifecycle import Stage
from models.ground.errors import Conflict
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.casefile.order_volume import order_volume
from services.unit_of_work import UnitOfWork
from services.volumes.list_parts import list_parts, set_scene
from services.volumes.open_index import list_unbound
from services.volumes.seal_volume import seal_volume
from services.volumes.sealed_volume import list_volume_rows, read_bound_before

NOTHING_TO_BIND = "NOTHING_TO_BIND"


def bind_supplement(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotFound for whom the case is not, NotPermitted for who only reads it; Conflict(NOTHING_TO_BIND) of an open case and
    where nothing has come in, as when it is sent twice.
    """
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        require_may_write(complaint, unit, actor)
        rows = list_volume_rows(complaint_id, unit)
        new = list_unbound(list_parts(set_scene(complaint, unit, bound=read_bound_before(rows))), rows)
        if complaint.stage is not Stage.ARCHIVED or not new:
            raise Conflict(code=NOTHING_TO_BIND)
        order_volume(complaint_id, unit, actor)
    seal_volume(complaint_id, unit_of_work, actor)
