"""A show on disk: its files, its lock, the life of its episodes, and copies of what is public."""
