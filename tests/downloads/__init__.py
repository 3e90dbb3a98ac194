"""What `audiopaper/downloads` promises."""
