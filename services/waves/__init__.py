"""Before a pattern becomes a wave (苗头预警): what comes in is held against its own past, and people are told where to look."""
