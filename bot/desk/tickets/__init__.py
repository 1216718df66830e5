"""A ticket's life: its states and steps, the conversation, claiming, handing over, solving, coming back.

`life`, `placement`, `thanks` and `numbers` are pure rules. `conversation`, `placing`, `wishes` and `rewriting` are what
customers do, `handling`, `moving`, `discarding`, `threads`, `replies`, `sending` and `changes` what agents do;
`deliveries` is how words fare on their way, and `reading` answers questions.
"""
