"""Where things are: a module per page with what its address can ask for, so that a link reproduces the view.

Any page may import the address of any other; pages themselves do not know each other.
"""
