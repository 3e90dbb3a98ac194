"""The work of a day: the editions in the inbox are made and published, and people are notified."""
