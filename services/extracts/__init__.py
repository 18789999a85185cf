"""What a step decides on, part by part, as the person who does it may know it."""
