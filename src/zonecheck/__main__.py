"""`python -m zonecheck`: the same as `zonecheck`."""

from zonecheck.cli import main

if __name__ == "__main__":
    main()
