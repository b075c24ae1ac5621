"""The bloc picture on the screen."""
