"""Who carries the notices of an office in tests: a mail server and an SMS gateway of this machine."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from adapters.sms_gateway import SmsGateway
from adapters.smtp_mail import SmtpMail, SmtpServer
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from services.answer.returned_mails import take_back_mails_step
from services.dispatch.plan_notice import plan_notice
from services.dispatch.send_step import send_dispatches_step
from services.letters.store_page import store_page
from services.ports.carrier import Carrier
from tests.full_office import FullOffice
from tests.mail_server import MailServer
from tests.sms_gateway import SECRET, Gateway

MAIL, MOBILE = "jian@example.com", "199-0000-0201"
SENDER = "tousu@centre.gov.cn"


@dataclass
class Outside:
    """Both carriers of an office and what stands behind them."""

    office: FullOffice
    mail: MailServer
    sms: Gateway

    @property
    def carriers(self) -> Mapping[Way, Carrier]:
        clock = self.office.system_clock
        server = SmtpServer("127.0.0.1", self.mail.port, is_plain=True)
        return {
            Way.EMAIL: SmtpMail(server, SENDER, clock),
            Way.SMS: SmsGateway(self.sms.address, SECRET, clock),
        }

    def send(self) -> None:
        """One round of the workers."""
        take_back_mails_step(self.office.unit_of_work)
        send_dispatches_step(self.office.unit_of_work, self.carriers, lay_out=store_page)

    def row(self) -> Dispatch:
        (row,) = self.office.rows(Dispatch)
        return row

    def came(self) -> int:
        """How many notices are outside."""
        return len(self.mail.came) + len(self.sms.took)

    def later(self, seconds: float) -> None:
        self.office.system_clock.moment += timedelta(seconds=seconds)


def planned(office: FullOffice, **known: object) -> str:
    """A case whose answer is to be told of."""
    case = office.file(address=secrets.token_hex(8), **known).complaint_id
    with office.unit_of_work() as unit:
        plan_notice(DispatchPurpose.ANSWER, "round-1", unit.session.get_one(Complaint, case), unit)
    return case
