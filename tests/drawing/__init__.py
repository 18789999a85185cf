"""Published drawings are readable: no overlap, no crossing, no line over a label."""
