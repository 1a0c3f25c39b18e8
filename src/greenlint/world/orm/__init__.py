"""What a project's object-relational mapping says: which classes are mapped, their attributes across files; and what is loaded of their instances,
along the paths of a body and through calls.

Deliberately absent: names of libraries. What maps is marked in the stubs; keywords are those of the marked functions.
"""
