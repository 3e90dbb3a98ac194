"""Brings an edition from the web into the inbox: e-papers and feeds."""
