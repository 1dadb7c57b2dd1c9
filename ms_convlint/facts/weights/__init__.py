"""Torch weights on their way into MindSpore's cells: where they come from, what becomes of them, where they arrive."""
