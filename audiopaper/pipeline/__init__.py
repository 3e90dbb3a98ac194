"""The order of the stages, and nothing else: `text` up to readings, `episode` up to the feed."""
