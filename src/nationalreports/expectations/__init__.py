"""The rules that the data must keep, from visits to published figures, in the pipeline's order.

Each rule is a class; `rulebook` says which table keeps which. `notes` is what it expects, `code`
its lasting name, `severity` how grave a breach is (an error unless it says otherwise), `why` what
a breach would do to the reports, `remedy` what to do about one, and `settled_by` which decisions of
a reviewer settle one (see `rules.Rule`). `about` names the column to look at where the compared one
is worked out in `crosschecks`, and `shown` one made there whose words are shown instead. Codes
below 100 belong to the reading of files; those of rules start at 101.

A class, never a dictionary: Great Expectations drops an invalid dictionary without a word. Great
Expectations takes seconds to import, so only the validating job loads this package.
"""

from __future__ import annotations

from great_expectations.expectations.metadata_types import FailureSeverity

ERROR = FailureSeverity.CRITICAL
WARNING = FailureSeverity.WARNING
INFO = FailureSeverity.INFO

Severity = FailureSeverity
Notes = str | list[str] | None

#: Areas with a children's services authority in England: 152 from 2013, 151 from April 2019 and
#: 150 to 153 with every reorganisation since 2009 (Office for National Statistics, register).
FEWEST_AREAS, MOST_AREAS = 150, 153
