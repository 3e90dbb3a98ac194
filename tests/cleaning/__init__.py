"""What `audiopaper.cleaning` promises."""
