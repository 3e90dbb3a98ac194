"""What `audiopaper/daily` promises."""
