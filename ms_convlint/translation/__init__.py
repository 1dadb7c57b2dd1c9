"""A torch call in MindSpore's terms: the one place that knows how to say it.

A call that raises today is translated whole or not at all. Each row of the table that this follows was run on both
frameworks (docs/semantics.md).
"""
