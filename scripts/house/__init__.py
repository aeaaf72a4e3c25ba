"""The house rules, one module per kind. Each rule takes a Tree and yields (path, line, text)."""
