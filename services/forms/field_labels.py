"""What a form calls itself and its fields: form-js writes the label of a date or time field under names of their own."""

from services.forms.schema import Component, list_components, text

_OF_DATES = {"date": ("dateLabel",), "time": ("timeLabel",), "datetime": ("dateLabel", "timeLabel")}


def title_of(schema: Component) -> str:
    """The first heading of a form, without its marks; empty without one."""
    headings = (text(component.get("text")) for component in list_components(schema))
    first = next((heading for heading in headings if heading.strip()), "")
    return first.strip().splitlines()[0].lstrip("# ").strip() if first else ""


def label_of(component: Component) -> str | None:
    """The label a person sees at a field, a group or a list; None without one."""
    if own := text(component.get("label")):
        return own
    names = _OF_DATES.get(text(component.get("subtype")), ()) if component.get("type") == "datetime" else ()
    labels = [label for name in names if (label := text(component.get(name)))]
    return "、".join(dict.fromkeys(labels)) or None
