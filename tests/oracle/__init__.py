"""The rules and their fixes, run on the real frameworks."""
