"""What `audiopaper/config` promises."""
