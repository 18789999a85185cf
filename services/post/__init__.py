"""The mail room: letters handed to the post with their numbers, what came back, what arrived."""
