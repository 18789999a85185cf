"""Constructs who carries alerts and notices outside and where mail and scans are fetched, of what the settings name."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from urllib.parse import unquote

from adapters.alert_webhook import AlertWebhook
from adapters.drop_folder import WatchedFolder
from adapters.imap_mailbox import ImapMailbox, ImapServer
from adapters.sms_gateway import SmsGateway
from adapters.smtp_mail import SmtpMail, SmtpServer
from deploy.carrier_settings import CarrierSettings, read_smtp
from deploy.mailbox_settings import MailboxSettings, read_imap
from deploy.server_address import is_loopback
from deploy.settings import Settings
from models.ground.ways import Way
from services.incoming.doors_step import Doors
from services.ports.carrier import Carrier
from services.ports.outside import Clock


def build_webhook(settings: Settings, clock: Clock) -> AlertWebhook | None:
    """Who is told of alerts outside; None where the office names nobody."""
    url, secret = settings.alert_webhook_url, settings.alert_webhook_secret.get_secret_value()
    return AlertWebhook(url, secret, clock) if url else None


def build_carriers(settings: CarrierSettings, clock: Clock) -> Mapping[Way, Carrier]:
    """By way; a way that is not in it keeps its notices. `clock` is the machine's."""
    carriers: dict[Way, Carrier] = {}
    if settings.smtp:
        carriers[Way.EMAIL] = SmtpMail(_read_server(settings), settings.mail_from, clock)
    if settings.sms_url:
        carriers[Way.SMS] = SmsGateway(settings.sms_url, settings.sms_secret.get_secret_value(), clock)
    return carriers


def _read_server(settings: CarrierSettings) -> SmtpServer:
    parts = read_smtp(settings.smtp)
    host, port = str(parts.hostname), int(parts.port or 0)
    trusted = settings.smtp_ca_certificate
    return SmtpServer(
        host,
        port,
        is_tls=parts.scheme == "smtps",
        is_plain=parts.scheme == "smtp" and is_loopback(host),
        user=unquote(parts.username or ""),
        password=settings.smtp_password.get_secret_value(),
        trusted=ssl.create_default_context(cafile=trusted) if trusted else None,
    )


def build_mailbox(settings: MailboxSettings) -> ImapMailbox | None:
    """Where complaints come in by mail; None where the office names no mailbox."""
    if not settings.imap:
        return None
    parts, trusted = read_imap(settings.imap), settings.imap_ca_certificate
    return ImapMailbox(
        ImapServer(
            str(parts.hostname),
            int(parts.port or 0),
            user=unquote(parts.username or ""),
            password=settings.imap_password.get_secret_value(),
            done=settings.imap_done,
            is_plain=parts.scheme == "imap",
            trusted=ssl.create_default_context(cafile=trusted) if trusted else None,
        )
    )


def build_doors(settings: MailboxSettings) -> Doors:
    """Where something comes in without a clerk."""
    folder = settings.drop_folder
    return Doors(build_mailbox(settings), None if folder is None else WatchedFolder(folder))
