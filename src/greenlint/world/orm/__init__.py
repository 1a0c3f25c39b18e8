"""What a project's object-relational mapping says: which classes are mapped, their attributes across files, and what is loaded when.

Deliberately absent: names of libraries. What maps is marked in the stubs; keywords are those of the marked functions.
"""
