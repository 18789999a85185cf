"""What a citizen or a clerk types for a story's raw material, by channel."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from email.header import decode_header, make_header
from typing import Any

from deploy.replay.samples import Story
from deploy.replay.told_identity import find_address, find_name, find_phone

WEB_CHANNELS = frozenset({"portal", "app"})
_DEFAULT_CLERK = "wen.rusheng"
_FORM_KEYS = (
    "name",
    "organisation",
    "id_number",
    "phone",
    "email",
    "postal_address",
    "respondent_unit",
    "respondent_window",
    "respondent_staff",
    "service_item",
    "handling_number",
    "occurred_at",
    "occurred_place",
    "content",
    "wanted",
    "feedback_way",
    "privacy_notice_version",
)
_FORM_FLAGS = ("anonymous", "keep_identity_secret", "consent_to_share_identity")


def web_fields(story: Story) -> dict[str, str]:
    """Fields of the public form as the citizen filled them."""
    return _form_fields(story.raw["form"])


def registration_fields(story: Story) -> dict[str, str]:
    """Fields of the registration page for a complaint of any other channel."""
    fields = _BY_CHANNEL[story.channel](story.raw)
    fields["channel"] = story.channel
    fields["received_at"] = story.received_at.strftime("%Y-%m-%dT%H:%M")
    fields.setdefault("raw_text", _raw_text(story.raw))
    words = fields["raw_text"]
    fields["phone"] = fields.get("phone") or find_phone(words)
    fields["name"] = fields.get("name") or find_name(words)
    if address := find_address(words):
        fields.update(postal_address=address, feedback_way="letter")
    is_known = fields["name"] or fields["phone"] or fields.get("email") or story.raw.get("real_name_verified")
    if not is_known:
        fields["anonymous"] = "true"
    return fields


def wished_way(story: Story) -> str:
    """By what the complainant asks to be answered, in the words of the story or as the clerk chose it; empty without a wish."""
    fields = web_fields(story) if story.channel in WEB_CHANNELS else registration_fields(story)
    return fields.get("feedback_way", "")


def registering_clerk(story: Story) -> str:
    """Who takes the complaint in: the person the raw material names, else the one who works on it first."""
    raw = story.raw
    for key in ("received_by", "agent"):
        if "." in str(raw.get(key) or ""):  # a login; an answering machine has none
            return str(raw[key])
    spoken = [line["agent"] for line in raw.get("transcript", ()) if "agent" in line]
    return str(spoken[0]) if spoken else _DEFAULT_CLERK


def _form_fields(form: Mapping[str, Any]) -> dict[str, str]:
    fields = {key: str(form.get(key) or "") for key in _FORM_KEYS}
    fields.update({flag: "true" for flag in _FORM_FLAGS if form.get(flag)})
    return fields


def _raw_text(raw: Mapping[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=1)


def _phone(raw: Mapping[str, Any]) -> dict[str, str]:
    text = raw.get("agent_notes") or raw.get("asr_transcript") or ""
    return {
        "phone": raw.get("caller_number") or "",
        "content": text,
        "source_reference": raw.get("call_id") or "",
    }


def _window(raw: Mapping[str, Any]) -> dict[str, str]:
    paper = raw.get("paper_form") or {}
    fields = {key: str(paper.get(key) or "") for key in ("name", "phone", "content", "wanted")}
    fields["content"] = fields["content"] or str(raw.get("clerk_notes") or "")
    fields["source_reference"] = str(raw.get("desk") or "")
    return fields


def _email(raw: Mapping[str, Any]) -> dict[str, str]:
    sender = str(make_header(decode_header(str(raw["from"]))))
    name, _, address = sender.rpartition("<")
    return {
        "name": name.strip(' "'),
        "email": address.rstrip(">"),
        "content": f"{raw.get('subject', '')}\n{raw.get('body_text', '')}",
    }


def _hotline(raw: Mapping[str, Any]) -> dict[str, str]:
    row = raw["row"]
    return {
        "name": row.get("诉求人", ""),
        "phone": row.get("联系电话", ""),
        "content": f"{row.get('诉求标题', '')}\n{row.get('诉求内容', '')}",
        "source_reference": row.get("工单编号", ""),
    }


def _opened(raw: Mapping[str, Any]) -> dict[str, str]:
    first, second = (*raw.get("opened_by", ()), "", "")[:2]
    return {"opened_by_first": first, "opened_by_second": second}


def _opinion_box(raw: Mapping[str, Any]) -> dict[str, str]:
    text = str(raw.get("note_text") or raw.get("found_note") or "")
    return {**_opened(raw), "content": text, "raw_text": text, "source_reference": str(raw.get("box") or "")}


def _letter(raw: Mapping[str, Any]) -> dict[str, str]:
    text = str(raw.get("letter_text") or "")
    reference = str(raw.get("registered_mail_no") or raw.get("postmark") or "")
    return {**_opened(raw), "content": text, "raw_text": text, "source_reference": reference}


def _visit(raw: Mapping[str, Any]) -> dict[str, str]:
    first = (raw.get("visitors") or [{}])[0]
    return {
        "name": str(first.get("name") or ""),
        "phone": str(first.get("phone") or ""),
        "content": str(raw.get("notes") or ""),
        "source_reference": str(raw.get("room") or ""),
    }


def _social(raw: Mapping[str, Any]) -> dict[str, str]:
    return {
        # The account's name is a pen name; who it is stands in the words, if at all.
        "content": str(raw.get("text") or ""),
        "source_reference": f"{raw.get('platform', '')} {raw.get('post_id', '')}",
    }


def _chat(raw: Mapping[str, Any]) -> dict[str, str]:
    lines = [f"{line['by']}: {line['text']}" for line in raw.get("transcript", ())]
    return {"content": "\n".join(lines), "source_reference": str(raw.get("conversation_id") or "")}


def _bad_review(raw: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": str(raw.get("reviewer_nick") or ""),
        "content": str(raw.get("text") or raw.get("level") or ""),
        "respondent_window": str(raw.get("window") or ""),
        "service_item": str(raw.get("service_item") or ""),
        "handling_number": str(raw.get("handling_number") or ""),
        "source_reference": str(raw.get("review_id") or ""),
    }


_BY_CHANNEL: dict[str, Callable[[Mapping[str, Any]], dict[str, str]]] = {
    "phone": _phone,
    "window": _window,
    "email": _email,
    "hotline_12345": _hotline,
    "opinion_box": _opinion_box,
    "letter": _letter,
    "visit": _visit,
    "social": _social,
    "chat": _chat,
    "bad_review": _bad_review,
}

CHANNELS = WEB_CHANNELS | _BY_CHANNEL.keys()
