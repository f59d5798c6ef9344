"""What the rules ask of the checkout and of the run folder."""

from nationalreports.config import is_seen_before
from nationalreports.days import days_come, today


def module(*names):
    """The source files of these modules: a change in one reruns what uses it.

    A name with a dot is that of a file beside the modules, such as a template.
    """
    folder = f"{workflow.basedir}/src/nationalreports"
    return [
        f"{folder}/{name}" if "." in name else f"{folder}/{name}.py" for name in names
    ]


def decided():
    """What of the reviewers' decisions depends on the day, see `days_come`."""
    return days_come(Path("data/raw/decisions.csv"), today())


def package(name):
    """The source files of a folder of modules, as `module` gives those of a module."""
    folder = Path(workflow.basedir) / "src/nationalreports" / name
    return sorted(path.as_posix() for path in folder.glob("*.py"))


def raw(folder):
    """The files that stand in a folder of data/raw now, in a fixed order.

    What else stands there stops a run before it begins, see `raw_folder`. The filled check sheet
    is none of them: it comes after a run, and only a release reads it.
    """
    return sorted(
        path.as_posix()
        for path in Path("data/raw").glob(folder)
        if path.is_file() and path.name != "check_sheet.xlsx"
    )


def ledger():
    """The files of the ledger as they stand now, in a fixed order: a release adds to them."""
    files = Path("data/ledger").rglob("*")
    return sorted(path.as_posix() for path in files if path.is_file())


def seen_before():
    """The reports that some may see before their release: drafts are made for nobody else."""
    entries = SERIES.config["reports"]
    return [key for key in entries if is_seen_before(entries[key])]
