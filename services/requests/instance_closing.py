"""How something ends whose instance ended in the engine itself."""

from collections.abc import Callable
from dataclasses import dataclass

from services.ports.engine import InstanceEnd
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class InstanceClosing:
    """`close` says whether it ended by it. The instance is its own when its variable `names` is `subject_id`.

    A key alone proves nothing: another office's engine has given out the same ones.
    """

    names: str
    subject_id: str
    close: Callable[[InstanceEnd, Unit], bool]
