"""What `audiopaper/audio` promises."""
