"""``ms-convlint server``: the language server, which hands findings and their fixes to editors."""
