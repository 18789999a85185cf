"""Rounds of sending, as the workers do them, each in a process that is killed at its n-th step.

`python -m tests.kill.mail_sender PORT ADDRESS` reads lines "FOLDER N" and answers each with `killed` or, where the round has
fewer steps than N, with `ended`. A step is what outlives the process: a commit, or the call of the mail server at the port or
of the SMS gateway at the address.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from adapters.clock import SystemClock
from adapters.sms_gateway import SmsGateway
from adapters.smtp_mail import SmtpMail, SmtpServer
from deploy.settings import load_settings
from deploy.wiring import unit_factory
from models.ground.ways import Way
from services.alerts.mail_alerts import mail_alerts_step
from services.answer.returned_mails import take_back_mails_step
from services.dispatch.send_step import send_dispatches_step
from services.letters.store_page import store_page
from services.ports.carrier import Carrier
from services.unit_of_work import UnitOfWork
from tests.sms_gateway import SECRET

SENDER, PAGES = "tousu@centre.gov.cn", "https://tousu.yunhe.gov.cn/"


class Steps:
    """Counts down; at the last one the process is gone."""

    def __init__(self, left: int) -> None:
        self._left = left

    def count(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def after(self, owner: type, name: str) -> None:
        """Of each call; nothing of what is shipped knows of it."""
        function = getattr(owner, name)

        def counted(*given: Any) -> Any:  # Any: whatever the function takes and gives
            told = function(*given)
            self.count()
            return told

        setattr(owner, name, counted)


def send(folder: str, step: int, port: int, gateway: str) -> None:
    """One round of the office in this folder."""
    os.environ["JIEBAN_DATA"] = folder
    make_unit = unit_factory(load_settings())
    steps = Steps(step)
    steps.after(UnitOfWork, "__exit__")
    steps.after(SmtpMail, "carry")
    steps.after(SmsGateway, "carry")
    mail = SmtpMail(SmtpServer("127.0.0.1", port, is_plain=True), SENDER, SystemClock())
    carriers: Mapping[Way, Carrier] = {Way.EMAIL: mail, Way.SMS: SmsGateway(gateway, SECRET, SystemClock())}
    take_back_mails_step(make_unit)
    send_dispatches_step(make_unit, carriers, PAGES, store_page)
    mail_alerts_step(make_unit, mail, PAGES)


def main() -> None:
    """Each round in a child, since it may not live."""
    for line in sys.stdin:
        folder, step = line.split()
        child = os.fork()
        if child == 0:
            # What is logged is no answer.
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            send(folder, int(step), int(sys.argv[1]), sys.argv[2])
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            print("killed", flush=True)
        else:
            print("ended" if status == 0 else "failed", flush=True)


if __name__ == "__main__":
    main()
