"""What leaves through the window: the dialog with its choices and preview, and printing."""
