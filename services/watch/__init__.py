"""What watches the legal clocks: the check of a clock, its rungs, and the bulletin."""
