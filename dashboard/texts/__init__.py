"""The wording of the interface: words that pages share, and a module of sentences per page.

Sentences are functions of counts, so that a page, a slide and a file say the same thing. The sentences of
flags arrive with the flags (data_layer/domain/flag_texts.py) and are not repeated here.
"""
