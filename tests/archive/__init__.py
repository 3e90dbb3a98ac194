"""What `audiopaper/archive` promises."""
