"""What the office says on paper: one letter a file. How it looks is the press's."""
