"""Opinions: one small module a rule; its docstring is its page."""
