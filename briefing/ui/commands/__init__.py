"""Commands: one registry that feeds menus, context menus, palette, shortcuts and help."""
