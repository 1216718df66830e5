"""What people see: pure functions from nouns of the desk to one platform's markup.

May import the desk, Babel, the standard library, and matplotlib for charts alone. No input or output (catalogues are
read once), no clock, no platform's client. Every sentence that a person reads is here, in the desk's refusals, or in a
catalogue.
"""
