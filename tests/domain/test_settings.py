"""Settings of this PC."""

from domain.fields import parse_row
from domain.settings import DEFAULTS, PC_SETTINGS


def test_every_default_is_a_value_its_field_accepts() -> None:
    assert DEFAULTS.keys() <= {f.name for f in PC_SETTINGS}
    values, errors = parse_row(PC_SETTINGS, DEFAULTS)
    assert errors == {}
    assert all(values[name] is not None for name in DEFAULTS)
