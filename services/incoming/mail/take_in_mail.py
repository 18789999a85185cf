"""Takes in a message of e-mail; a report that one of our own came back goes on record with the notice that it is about."""

from models.ground.incoming_codes import Door
from services.dispatch.delivery_report import read_delivery_report
from services.dispatch.record_bounce import record_bounce
from services.incoming.mail.read_mail import read_mail
from services.incoming.take_in import Arrival, TakenIn, take_in
from services.unit_of_work import UnitOfWork


def take_in_mail(arrival: Arrival, unit_of_work: UnitOfWork) -> TakenIn:
    """As `take_in`. The return goes on record first: a process that ends in between is handed the report again."""
    report = read_delivery_report(arrival.raw)
    if report is not None:
        record_bounce(report, unit_of_work)
    return take_in(Door.EMAIL, arrival, read_mail, unit_of_work)
