"""The command, the server and the hooks, driven by the real programs that people use them with."""
