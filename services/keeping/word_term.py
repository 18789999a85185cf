"""How long a file is kept, in the words that cover and metadata of the file say (保管期限): class, first and last day."""

from models.case.file_keeping import FileKeeping
from models.clock.legal_time import word_day
from models.ground.keeping_codes import KeepingClass
from services.unit_of_work import Unit

WORDS = {KeepingClass.PERMANENT: "永久", KeepingClass.YEARS_30: "30年", KeepingClass.YEARS_10: "10年"}
UNSET = "按本机关保管期限表"


def word_term(complaint_id: str, unit: Unit) -> str:
    """As it is now; of a file whose term nobody has set yet, the table that will say it."""
    row = unit.session.get(FileKeeping, complaint_id)
    if row is None or row.keeping is None or row.starts_on is None:
        return UNSET
    words = WORDS[row.keeping]
    if row.ends_on is None:
        return f"{words}（自{word_day(row.starts_on)}起）"
    return f"{words}（{word_day(row.starts_on)}至{word_day(row.ends_on)}）"
