"""The stores of a show by hash: clips, encoded pieces, other results that can be made again."""
