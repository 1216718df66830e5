"""The way out: the courier that empties the lanes, one sender for each platform, and what came of each send.

May import the engine, the desk, the views, the door, and the platforms' clients. Knows one API and its errors each;
never why we speak.
"""
