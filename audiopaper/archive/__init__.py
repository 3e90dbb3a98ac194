"""Years of back issues: many editions at once, on a cluster that others keep (Dask)."""
