"""What `audiopaper/publish` promises."""
