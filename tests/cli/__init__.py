"""What `audiopaper/cli` promises."""
