"""The version, as data: asking the installed package's metadata costs more than checking a file."""

__version__ = "0.1.0"
