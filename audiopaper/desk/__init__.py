"""The desk: pages on this machine on which an editor hears, changes and approves an episode.

Each page is made anew from the show's files, which stay the truth; the desk keeps no state of its
own but what an editor heard and found right (``verdicts``) and the job at work (``jobs``).
"""
