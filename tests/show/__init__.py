"""What `audiopaper/show` promises."""
