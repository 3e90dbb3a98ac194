"""What `audiopaper/numbers` promises."""
