"""One person's line of work, walked shift by shift.

Every limit becomes a small machine (an automaton) that reads whether each open shift is held, in
the order of the line, and says what that costs. Machines that walk together price whole lines
exactly, which is how a proof and good lines of work are found without CP-SAT.
"""
