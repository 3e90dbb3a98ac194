"""What `audiopaper/desk` promises."""
