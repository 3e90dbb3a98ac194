"""The order of the stages, and nothing else: `text` up to readings, `episode_maker` to the feed."""
