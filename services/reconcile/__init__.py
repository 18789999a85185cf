"""Whether database and engine agree on every case, and cases begun anew where they do not."""
