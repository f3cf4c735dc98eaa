"""How is a run of any length gone through? Chunk by chunk, by one process or many, into all its reports, in order."""
