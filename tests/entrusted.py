"""What the form of an entrustment asks beside whom and for what, for tests of something else."""

from __future__ import annotations

# Nothing of the file is handed over.
NO_DATA = {"need": "expert", "independence": "与双方无隶属、合作关系", "hands_data": "no"}
