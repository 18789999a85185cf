"""What people filled in, form by form: each answer with the label that its person saw. Owners' forms too."""

from collections.abc import Iterator

from bpmn.names import FormId
from models.clock.legal_time import beijing_date, word_moment
from services.evidence.withheld_words import WithheldWords
from services.ports.press import Facts
from services.views.filed_forms import FiledForm, list_element_names, list_filed_forms
from services.volumes.part import FilePart, Place, Scene, Sheet

# What is not named here belongs to a procedure beside the way.
PLACES: dict[str, Place] = {
    FormId.DECIDE_ACCEPTANCE: Place.ACCEPTANCE,
    FormId.APPROVE_ACCEPTANCE: Place.ACCEPTANCE,
    FormId.ASSIGN_HANDLER: Place.ACCEPTANCE,
    FormId.PLAN_INVESTIGATION: Place.INVESTIGATION,
    FormId.RECORD_INVESTIGATION_ACT: Place.INVESTIGATION,
    FormId.RECORD_FINDINGS: Place.OPINION,
    FormId.DRAFT_OPINION: Place.OPINION,
    FormId.REVIEW_OPINION: Place.OPINION,
    FormId.APPROVE_OPINION: Place.OPINION,
    FormId.SETTLE_ON_SPOT: Place.OPINION,
    FormId.APPROVE_SETTLEMENT: Place.OPINION,
    FormId.GIVE_ANSWER: Place.ANSWER,
    FormId.RECORD_RETURN_VISIT: Place.VISIT,
}
_WHOLE = WithheldWords(())


def list_forms(scene: Scene) -> Iterator[FilePart]:
    """One part a submission, in the order of time; whose words are withheld from a reader is asked when it is read."""
    element_names = list_element_names(scene.complaint.id, scene.unit)
    for no, form in enumerate(list_filed_forms(scene.complaint.id, _WHOLE, scene.unit), start=1):
        title = form.title or element_names.get(form.element_id) or form.form_id
        yield FilePart(
            place=PLACES.get(form.form_id, Place.PROCEDURE),
            key=f"form:{no}",
            title=title,
            number="",
            by=scene.name(form.submitted_by),
            dated=beijing_date(form.submitted_at),
            content=Sheet((Facts(tuple(_tell(form, scene))),)),
        )


def _tell(form: FiledForm, scene: Scene) -> Iterator[tuple[str, str]]:
    yield "办理人", scene.name(form.submitted_by)
    yield "办理时间", word_moment(form.submitted_at)
    for line in form.answers:
        if said := "、".join(_word(value) for value in line.shown):
            yield line.label or "填写内容", said


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
