"""What comes in by a door without a clerk: kept, read, then filed, joined to its case, left alone or put before a person."""
