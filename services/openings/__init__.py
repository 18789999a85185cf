"""Boxes and trays of mail: opened by two people, counted, put on record thing by thing until each is registered or noted."""
