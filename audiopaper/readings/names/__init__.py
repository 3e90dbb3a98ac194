"""The people, places and lists of names in a text."""
