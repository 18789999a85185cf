"""A case as a whole: its runs, the moves of its stage, its ends, and corrections of its open file."""
