"""The heartbeat asks what is due now; the database is the memory.

Here: when we look (`heartbeat`), what is due and how it is done (`firing`, `acts`, `crowds`), and what is done every so
often besides (`chores`, `clocks`). May import the engine, the desk, the door, the signals and APScheduler. Never a
rule: the desk says what is due, and what follows from that.
"""
