"""What `audiopaper/cleaning` promises."""
