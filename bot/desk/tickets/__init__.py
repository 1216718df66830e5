"""A ticket's life: its states and steps, the conversation, claiming, handing over, solving, coming back.

`life` and `placement` are pure rules; `conversation`, `handling` and `replies` are verbs; `reading` answers questions.
"""
