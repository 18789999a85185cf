"""Pages of this application that decide a user task in place of a form: what a diagram may call `externalReference`."""

from types import MappingProxyType
from typing import Final

from bpmn.names import ProcessId

SUMMARY_PAGE: Final = "summary"
# By the one process that may use each: its tasks are of the office and of no case.
PAGES: Final = MappingProxyType({ProcessId.PERIODIC_SUMMARY.value: SUMMARY_PAGE})
# What each page is about is read of the task under this name.
READ_BY_PAGE: Final = MappingProxyType({SUMMARY_PAGE: "summary_id"})
