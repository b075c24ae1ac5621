"""Small parts that the whole window is made of; each names itself to a screen reader."""
