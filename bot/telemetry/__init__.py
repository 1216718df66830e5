"""What can be seen of the desk from outside: figures for Prometheus, traces for OpenTelemetry.

Hears what others tell of (`bot.signals`) and reads how things stand. May import the engine, the desk and the door;
nothing here may change anything, and no customer's word may get into it.
"""
