"""zonecheck: is an industrial project allowed where it is planned, by which clause, and how sure is that?"""

__version__ = "0.1.0"
