"""Closed vocabularies of data that leave the office: to whom, why, how and which (《网络数据安全管理条例》第十二条)."""

from enum import StrEnum


class Recipient(StrEnum):
    """What kind of party gets them."""

    MAIL_PROVIDER = "mail_provider"
    SMS_PROVIDER = "sms_provider"
    POST = "post"
    STORAGE = "storage"
    PLATFORM = "platform"
    INSTITUTE = "institute"
    UNIT = "unit"
    AUTHORITY = "authority"
    HOTLINE = "hotline"
    TAKER = "taker"
    ADDRESSEE = "addressee"
    PERSON = "person"


# Who handles data for the office, by a contract.
ENTRUSTABLE = (
    Recipient.MAIL_PROVIDER,
    Recipient.SMS_PROVIDER,
    Recipient.POST,
    Recipient.STORAGE,
    Recipient.PLATFORM,
    Recipient.INSTITUTE,
)

# Of whom records are kept. Storage gets what is sealed, of every file, from the day on which it is set: the contract says that.
RECORDED = tuple(kind for kind in Recipient if kind is not Recipient.STORAGE)


class Relation(StrEnum):
    """Handled for the office, provided to somebody who handles them by himself, or handed to the person whose they are."""

    ENTRUSTED = "entrusted"
    PROVIDED = "provided"
    TO_PERSON = "to_person"


class ProvisionPurpose(StrEnum):
    """What they left for; what it rests on follows from it."""

    NOTICE = "notice"
    DOCUMENT = "document"
    HANDLING = "handling"
    APPRAISAL = "appraisal"
    DISCIPLINE = "discipline"
    RETURN = "return"
    FILE = "file"
    COPY = "copy"


class ProvisionWay(StrEnum):
    """How they left."""

    EMAIL = "email"
    SMS = "sms"
    POST = "post"
    PLATFORM = "platform"
    SHEET = "sheet"
    FILE = "file"
    PROGRAM = "program"
    HAND = "hand"


class DataKind(StrEnum):
    """Which data."""

    NAME = "name"
    CONTACT = "contact"
    ADDRESS = "address"
    IDENTITY = "identity"
    CASE_NUMBER = "case_number"
    HANDLING_NUMBER = "handling_number"
    MATTER = "matter"
    LETTER = "letter"
    EVIDENCE = "evidence"
    RESULT = "result"
    WHOLE_FILE = "whole_file"
