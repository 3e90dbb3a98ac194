"""Audio as samples and as files: measuring, shaping, encoding; nothing of segments or episodes."""
