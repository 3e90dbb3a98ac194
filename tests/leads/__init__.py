"""What `audiopaper/leads` promises."""
