import pytest

from madang.city.kernel import environment
from madang.city.kernel.database.address import BadAddress, database_settings
from madang.city.kernel.http.secrets import secret_key


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("yes", True), ("off", False), ("", False)])
def test_flags_are_read(monkeypatch, value, meant):
    monkeypatch.setenv("MADANG_X", value)
    assert environment.flag("MADANG_X") is meant


def test_a_wrong_value_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setenv("MADANG_X", "perhaps")
    with pytest.raises(environment.BadSetting, match="MADANG_X is 'perhaps': write 1 or 0"):
        environment.flag("MADANG_X")
    with pytest.raises(environment.BadSetting, match="whole number from 1 to 9"):
        environment.whole("MADANG_X", 3, least=1, most=9)


def test_a_database_address_is_taken_apart():
    found = database_settings("postgresql://an%40na:p%2Fw@db.example:5433/city?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "an@na",
        "p/w",
        "db.example",
        "5433",
        "city",
    )
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert database_settings("postgresql://me@/city?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "postgresql://h:port/x", "city"])
def test_a_bad_address_is_refused_without_telling_the_password(address):
    with pytest.raises(BadAddress, match="DATABASE_URL"):
        database_settings(address)


def test_a_real_site_without_a_secret_does_not_start(monkeypatch, tmp_path):
    monkeypatch.delenv("MADANG_SECRET_KEY", raising=False)
    with pytest.raises(environment.BadSetting, match="MADANG_SECRET_KEY is not set"):
        secret_key(tmp_path, demo=False)
    monkeypatch.setenv("MADANG_SECRET_KEY", "short")
    with pytest.raises(environment.BadSetting, match="has 5 characters"):
        secret_key(tmp_path, demo=False)


def test_the_demo_keeps_its_secret_in_a_private_file(monkeypatch, tmp_path):
    monkeypatch.delenv("MADANG_SECRET_KEY", raising=False)
    first = secret_key(tmp_path / "new", demo=True)
    assert secret_key(tmp_path / "new", demo=True) == first
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
