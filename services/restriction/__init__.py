"""Whom alone a case is for: routes of complaints about the centre's own offices and leaders, and files restricted by a person."""
