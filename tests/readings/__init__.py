"""What `audiopaper/readings` promises."""
