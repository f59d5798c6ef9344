"""Bind the comparison of groups without each area to its rule."""

from pathlib import Path

from nationalreports.steady import write_steady

paths = {name: snakemake.input[name] for name in ("responses", "excluded")}
write_steady(paths, Path(snakemake.output[0]), **snakemake.params)
