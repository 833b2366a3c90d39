"""The slides of a meeting as files: PowerPoint, PDF, a workbook, a page to be opened without the network.

All of them are made of one `Deck` (dashboard/slides/values.py), so their numbers are those of the screen. Nothing here is
imported before somebody asks for a file: `pptx` alone takes a third of a second.
"""
