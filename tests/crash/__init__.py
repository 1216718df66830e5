"""The desk as processes that are killed while people talk, and the count of what came of it.

    python -m tests.crash --kills 20 --database postgresql --replicas 2

`plan` says who says what and when each kill comes, the same for the same seed; `desks` has the processes, `town` the
platforms and the people, `outcome` the count; `run` joins them. The tests here are short runs of the same.
"""
