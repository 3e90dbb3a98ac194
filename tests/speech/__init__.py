"""What `audiopaper/speech` promises."""
