"""Scans of a whole box or tray of mail: read page by page, split where a cover sheet lies, mended by a person."""
