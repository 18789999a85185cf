"""案卷: what a file consists of, in which order; bound with page numbers, sealed, read as one PDF, handed over as a package."""
