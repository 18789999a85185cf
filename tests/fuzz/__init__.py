"""What nobody would write, in great numbers: whatever is sent in is answered, and nothing ends."""
