"""The workers' step that empties the office's mailbox: each message is taken in and committed before it is put away there."""

from services.incoming.mail.take_in_mail import take_in_mail
from services.incoming.take_in import MAX_RAW_BYTES, Arrival
from services.ports.mailbox import FetchedMail, Mailbox
from services.unit_of_work import UnitFactory

AT_ONCE = 20


def fetch_mail_step(mailbox: Mailbox, make_unit: UnitFactory) -> int:
    """How many messages were put away; a message that comes again, after a kill in between, is the first one."""

    def take(mail: FetchedMail) -> None:
        unit_of_work = make_unit()
        take_in_mail(Arrival(mail.raw, unit_of_work.ports.clock.now(), mail.is_cut), unit_of_work)

    return mailbox.fetch(take, most=AT_ONCE, largest=MAX_RAW_BYTES)
