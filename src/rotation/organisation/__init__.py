"""Many teams at once: every team folder under a directory, people shared between them linked.

`folders` finds the teams, `reading` reads them, `sharing` says who is in several, `master` divides
shared people's time, `pool` and `dask_pool` are where the work is done, `judging` checks the whole
once more by itself, and `run` puts it together.
"""
