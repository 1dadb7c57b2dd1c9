"""VS Code, as code-server: started with the extension, and driven through its page and in its extension host."""
