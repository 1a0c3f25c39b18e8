"""Random programs that use SQLAlchemy's asyncio extension, run for real and compared row by row with what greenlint says of them.

`python -m tests.generated --programs 2000 --seed 1 --jobs 2` prints the table. The generator (domain, mapping, scope, loading, reading, sessions,
constructs, walk, program) knows nothing of load state: what raises is what execution (instrument, oracle) saw raising. `compare` puts the
findings beside it, `minimise` deletes statements while they disagree.
"""
