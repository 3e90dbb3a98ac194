"""What `audiopaper/pipeline` promises."""
