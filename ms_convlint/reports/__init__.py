"""Findings as text, JSON and what CI systems read."""
