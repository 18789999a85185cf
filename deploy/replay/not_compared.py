"""What a story without a difference does not show: what no step tells, so that the replay enters it by a rule."""

from __future__ import annotations

# What is entered, and by which rule; told in docs/replay.md and named under every report.
FILLED_IN: tuple[tuple[str, str], ...] = (
    (
        "responsibility",
        "the person's where the story proposes discipline for the matter, the system's where it has nothing done but improve"
        " the service, else the unit's",
    ),
    (
        "cited evidence",
        "a finding rests on all evidence that the file has then; a record is about the matters that `investigate` names, else"
        " about all",
    ),
    (
        "improvement verdict",
        "needed where the story has the service improved, caused by the note of that step and owned by the unit named last;"
        " else none",
    ),
    (
        "legal basis and right place",
        "what is in force for the decision, and a table by ground, where the step tells none",
    ),
    (
        "words",
        "facts, how the unit was heard, reasons, records and answers are the note of the step; sheets keep the proposed wording",
    ),
    (
        "fields of disposals",
        "the correction by the step's actor on its day; orders, improvements (within a month) and proposals of discipline in"
        " general words, persons as *见案卷*, the unit that the form fills in, the organ that the story hands it to, else the"
        " first one outside",
    ),
    (
        "terms of entrustments",
        "no data is handed over, it is needed because the matter is complex (`entrust_start`) or asks for experts"
        " (`appraisal_start`), and its independence is *故事没有说明*",
    ),
    (
        "arrival of letters",
        "where no step tells what became of a number: there on the day after its posting, and the slip that was signed is"
        " entered on the day after that",
    ),
    (
        "signed papers",
        "every interview and every look at a place was signed for; the scan is a drawn page",
    ),
    (
        "whose matter it is",
        "nobody asks and nobody says (未问): it counts as the complainant's own, as a bystander's too (S058)",
    ),
)


def not_compared() -> str:
    """The line under a report."""
    return "not compared, entered by rule (docs/replay.md): " + ", ".join(what for what, _ in FILLED_IN)
