"""What `audiopaper/doubts` promises."""
