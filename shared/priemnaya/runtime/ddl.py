"""What the first migration of every service does beyond its tables."""

from alembic import op

from .audit import CHAIN

_NOTIFY = """
CREATE FUNCTION {schema}.{table}_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{schema}_{table}', '');
  RETURN NULL;
END $$;
CREATE TRIGGER {table}_notify AFTER INSERT ON {schema}.{table}
  FOR EACH STATEMENT EXECUTE FUNCTION {schema}.{table}_notify()
"""


def login_role() -> str:
    """The service's login: migrations run as its owner."""
    name = op.get_bind().exec_driver_sql("SELECT current_user").scalar_one()
    return '"' + str(name).removesuffix("_owner") + '"'


def execute(script: str) -> None:
    """Statements parted by a semicolon at the end of a line."""
    quoted = False
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        quoted ^= line.count("$$") % 2 == 1
        if line.rstrip().endswith(";") and not quoted:
            op.get_bind().exec_driver_sql(statement)
            statement = ""
    if statement.strip():
        op.get_bind().exec_driver_sql(statement)


def chain_audit(schema: str) -> None:
    execute(CHAIN.format(schema=schema, role=login_role()))


def notify_inserts(schema: str, table: str) -> None:
    """New rows wake the loops that wait for them, in whichever process those run."""
    execute(_NOTIFY.format(schema=schema, table=table))


def row_policy(schema: str, table: str, using: str) -> None:
    """Rows that do not fulfil `using` do not exist for the service, not even for its owner.

    In `using`, `{role}`, `{region}` and `{actor}` stand for who acts ('' counts as nobody).
    """
    who = {
        name: f"nullif(current_setting('priemnaya.{name}', true), '')"
        for name in ("role", "region", "actor")
    }
    execute(
        f"ALTER TABLE {schema}.{table} ENABLE ROW LEVEL SECURITY;\n"
        f"ALTER TABLE {schema}.{table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY who_sees ON {schema}.{table} USING ({using.format(**who)})"
    )
