"""``python -m audiopaper``."""

from audiopaper.cli import main

if __name__ == "__main__":
    main()
