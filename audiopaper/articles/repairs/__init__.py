"""What damage did to the articles of a page, and how each kind of damage is undone."""
