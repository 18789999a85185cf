"""What the engine says when it refuses a file, in the office's words: the engine speaks English, as Zeebe does.

A sentence that is not known here (of another engine) is told as it is, under a heading that says who refuses.
"""

from __future__ import annotations

import re

from services.resource_check.faults import ResourceFault

# The first that fits counts. tests/deploy/test_engine_words.py walks every sentence of the embedded engine.
_SAYINGS: tuple[tuple[str, str], ...] = (
    (
        r"(?:^|: )(?:Expected|Unexpected|The expression|More than)|no FEEL|no list of values",
        "ENGINE_EXPRESSION",
    ),
    (
        r"not supported|only supported|only for user|cannot be multi-instance|may have a form",
        "ENGINE_UNSUPPORTED",
    ),
    (r"loop without a wait state", "ENGINE_LOOP"),
    (r"may only lead", "ENGINE_FLOW"),
    (r"^the file |no executable process|the form has no id|versionTag", "ENGINE_FILE"),
    (r"has no id$|id is (?:missing or )?used twice", "ENGINE_ID"),
    (r"leading '|must be static", "ENGINE_EXPRESSION_OR_TEXT"),
    (r"\btimer|of cycle|ISO 8601|cron|^cycle|has no zone|is too long", "ENGINE_TIMER"),
    (r"condition|default flow", "ENGINE_CONDITION"),
    (r"in this file$|has no (?:error|escalation)Code|has no correlationKey|link", "ENGINE_REFERENCE"),
    (r"stands (?:here|in this deployment) |has '|has \d+ .*(?:for|events)", "ENGINE_TWICE"),
    (r"\boutputs?\b(?! mapping)|aggregation|entry for each|decision|own result|is unknown", "ENGINE_TABLE"),
    (r"does not exist|another scope|(?:incoming|outgoing) flow|no activity of", "ENGINE_FLOW"),
    (r"start event|event definition|must be interrupting|boundary event", "ENGINE_EVENT"),
    (r" is missing$|has no |must have either|exactly one of|need each other|mappings", "ENGINE_INCOMPLETE"),
    (
        r"was '|is not a variable name|must be (?:true|a number)|eventType|is (?:longer|nested deeper) than",
        "ENGINE_VALUE",
    ),
)
_QUOTED = re.compile(r"'[^']*'")
_PATTERNS = tuple((re.compile(pattern), code) for pattern, code in _SAYINGS)
OTHER = "ENGINE_REFUSES"


def code_of(sentence: str) -> str:
    """The reason that the engine gives by a sentence; a FEEL error is one of its expression, whatever it is about."""
    # What the owner wrote stands between quotation marks and says nothing about the reason.
    said = _QUOTED.sub("'…'", sentence)
    return next((code for pattern, code in _PATTERNS if pattern.search(said)), OTHER)


def engine_fault(file: str, element_type: str, element_id: str, sentence: str) -> ResourceFault:
    """A refusal of the engine beside the office's own faults; the engine's sentence is its detail."""
    element = f"{element_type} '{element_id}'" if element_id else element_type
    return ResourceFault(file, element, code_of(sentence), sentence)
