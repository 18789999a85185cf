"""What runs beside the way of a case: one folder per kind of request, and the sheets that some of them hand out."""
