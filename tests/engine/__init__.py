"""The engine proven on both databases, alone and against rivals in other processes."""
