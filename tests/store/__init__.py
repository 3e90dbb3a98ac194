"""What `audiopaper/store` promises."""
