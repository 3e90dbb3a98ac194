"""What `audiopaper/pages` promises."""
