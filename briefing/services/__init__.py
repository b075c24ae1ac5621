"""What people intend: one function, one intention, one step to undo."""
