"""The letter to the complainant: its wording, its answers matter by matter, its publication, and the survey after it."""
