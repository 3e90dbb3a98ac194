"""What `audiopaper/engines` promises."""
