"""Pages of this application that decide a user task in place of a form: what a diagram may call `externalReference`."""

from types import MappingProxyType
from typing import Final

from bpmn.names import ProcessId

SUMMARY_PAGE: Final = "summary"
STUDY_PLAN_PAGE: Final = "study-plan"
STUDY_ANALYSIS_PAGE: Final = "study-analysis"
STUDY_DECISION_PAGE: Final = "study-decision"
_STUDY_PAGES = (STUDY_PLAN_PAGE, STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE)
MEASURE_PAGE: Final = "measure"
MEASURE_VERIFICATION_PAGE: Final = "measure-verification"
MEASURE_RETURN_PAGE: Final = "measure-return"
_OF_MEASURES: Final = (MEASURE_PAGE, MEASURE_VERIFICATION_PAGE, MEASURE_RETURN_PAGE)
# The one process that may use each: its tasks are of the office and of no case.
PAGES: Final = MappingProxyType(
    {
        SUMMARY_PAGE: ProcessId.PERIODIC_SUMMARY.value,
        **dict.fromkeys(_STUDY_PAGES, ProcessId.IMPROVEMENT.value),
        **dict.fromkeys(_OF_MEASURES, ProcessId.IMPROVEMENT_MEASURE.value),
    }
)
# What each page is about is read of the task under this name.
READ_BY_PAGE: Final = MappingProxyType(
    {
        SUMMARY_PAGE: "summary_id",
        **dict.fromkeys(_STUDY_PAGES, "study_id"),
        **dict.fromkeys(_OF_MEASURES, "measure_id"),
    }
)


def is_page_of(page: str | None, process_id: str) -> bool:
    """Whether this page may decide tasks of this process."""
    return page is not None and PAGES.get(page) == process_id


def is_of_the_office(process_id: str) -> bool:
    """Whether pages decide all user tasks of this process: none of them has a case."""
    return process_id in PAGES.values()
