"""What is there, without opinions: names, values, signatures, calls, neighbours, provenance."""
