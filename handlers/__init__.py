"""One module for each thing people do. A handler reads a payload, names one verb of the desk, and ends.

May import the desk, the views and the platforms' frameworks. No SQL, no policy, nothing that waits for a network
except what its platform wants answered at once.
"""
