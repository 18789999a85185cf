"""What the decision tables suggest for a case. A named person decides; a suggestion never does."""
