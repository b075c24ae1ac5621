"""The window around the tabs: library, sources, header, menus."""
