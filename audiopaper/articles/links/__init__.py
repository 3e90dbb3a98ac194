"""Which lines of a page go on in which: torn lines and their rests."""
