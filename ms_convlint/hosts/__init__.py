"""The tools that the linter lives in: thin, each only what its host asks."""
