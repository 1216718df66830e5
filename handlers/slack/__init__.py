"""What agents do, a module for each: what they press, type, submit, ask for and react with.

May import the desk, Slack's views and Slack's frameworks. A handler reads one payload and names one verb; it knows no
SQL and no policy. Never belongs here: an acknowledgement (the intake's) or a sentence (a view's or a refusal's).
"""
