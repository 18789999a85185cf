"""What an auditor reads: who did what when in the whole office, and whether the records hold. Nothing here writes."""
