"""Files that go with messages, both ways: what they are, which may be passed on, how far each one is.

The bytes are never here. May import the desk's own modules; never a platform's.
"""
