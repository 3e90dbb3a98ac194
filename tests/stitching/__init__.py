"""What `audiopaper/stitching` promises."""
