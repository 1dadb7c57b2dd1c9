"""Finds the MindSpore convolution that silently computes something else than torch's."""
