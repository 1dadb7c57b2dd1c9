"""A file of the user's that is called like a package of the server's."""

raise ImportError("the server must not import what lies beside the code that it checks")
