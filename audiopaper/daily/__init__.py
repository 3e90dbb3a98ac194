"""The work of a day: what the inbox holds is made and published, and people are told."""
