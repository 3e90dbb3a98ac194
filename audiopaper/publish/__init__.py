"""An episode for each kind of listener: the feed and what stands beside it, served for trying."""
