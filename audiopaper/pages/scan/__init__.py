"""Pictures of pages: straightened, their text recognised, rules and pictures found."""
