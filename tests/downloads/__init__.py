"""What `audiopaper.downloads` promises."""
