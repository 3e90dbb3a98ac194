"""What `audiopaper/articles` promises."""
