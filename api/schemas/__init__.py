"""marshmallow schemas of what the JSON API takes and gives."""
