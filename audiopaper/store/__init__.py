"""What a show keeps by hash: clips, encoded pieces, other results that can be made again."""
