"""Drivers of editors: each does in its editor what a person would do, and writes down what there was to see."""
