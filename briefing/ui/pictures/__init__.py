"""Pictures on the screen: one painter for every display list."""
