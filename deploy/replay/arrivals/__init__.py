"""How a story's raw material comes in: by the door of its channel, as the file that it names or one made of it."""
