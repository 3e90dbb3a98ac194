"""What `audiopaper/rundown` promises."""
