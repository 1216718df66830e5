"""Everything that can be set, section by section, and what contradicts what. Reads nothing: `bot/config.py` does that.

A field's `description` says what is expected there; `config_faults` quotes it. May import the desk, for what its
settings become.
"""
