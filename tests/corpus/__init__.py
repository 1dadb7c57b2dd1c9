"""The linter on real code: packages from PyPI, unpacked and never imported."""
