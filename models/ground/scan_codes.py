"""Scans of a whole box or tray of mail (整批扫描件): how far one is, and why it or some pages of it wait for a person."""

from enum import StrEnum


class ScanState(StrEnum):
    """`READING`: not every page was looked at yet. `ASIDE` waits for a person; `SPLIT`: each page is where it belongs."""

    READING = "reading"
    ASIDE = "aside"
    SPLIT = "split"


class ScanReason(StrEnum):
    """Why a whole scan waits for a person."""

    NO_SHEET = "no_sheet"
    PAGES_WAIT = "pages_wait"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


class PagesReason(StrEnum):
    """Why pages of a scan are at no thing yet."""

    BEFORE_FIRST = "before_first"
    UNKNOWN_SHEET = "unknown_sheet"
    TWO_SHEETS = "two_sheets"
    TORN_SHEET = "torn_sheet"
    NEXT_NOT_READ = "next_not_read"
    NOT_OPEN = "not_open"
    SETTLED = "settled"
    TWICE = "twice"
    EMPTY = "empty"
    NOT_TAKEN = "not_taken"
    TAKEN_OFF = "taken_off"
