"""Rectification and improvement that a unit owes after an opinion."""
