"""Complaints arrive by e-mail, drop folder, import or webhook; each ends in one service call."""
