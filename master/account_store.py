"""Accounts and sessions in the database. What a password must be and when somebody is locked out is told elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from master.account_records import Account, NewAccount, Session
from master.account_tables import accounts, failed_sign_ins, old_passwords, policies, sessions
from master.engine import reading_one_state, writing
from master.errors import MasterError, UnavailableError
from master.records import member, moment, stamp
from vocabulary.access import AccountRole

_PATIENT_SECONDS = 1.0
_FORGET_FAILURES = dt.timedelta(days=1)


class Accounts:
    """The accounts of an open master. Logins are compared as they are: whoever asks has them in lower case."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: NewAccount, by: str, at: dt.datetime) -> Account:
        """Make an account; MasterError when its login is taken."""
        values = new._asdict() | {
            "role": new.role.value,
            "password_set_at": stamp(at),
            "created_at": stamp(at),
            "created_by": by,
            "failures": 0,
        }
        try:
            with writing(self._engine) as connection:
                made = connection.execute(insert(accounts).values(values).returning(accounts.c.id))
                key: int = made.scalar_one()
                _remember(connection, key, new.password, at)
        except IntegrityError as error:
            raise MasterError(f"登录名“{new.login}”已经有人用了，请换一个。") from error
        found = self.account(key)
        assert found is not None
        return found

    def accounts(self) -> list[Account]:
        """Every account, by role and login."""
        with reading_one_state(self._engine) as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.role, accounts.c.login))
            return [_account(row) for row in rows]

    def account(self, key: int | str) -> Account | None:
        """The account of a number or a login."""
        column = accounts.c.id if isinstance(key, int) else accounts.c.login
        return self._one(select(accounts).where(column == key))

    def by_external(self, name: str) -> Account | None:
        """The account that belongs to a name at the single sign-on."""
        return self._one(select(accounts).where(accounts.c.external == name))

    def _one(self, query: Any) -> Account | None:
        with reading_one_state(self._engine) as connection:
            row = connection.execute(query).one_or_none()
            return _account(row) if row is not None else None

    def change(self, key: int, **values: Any) -> None:
        """Set ``person``, ``role``, ``unit``, ``external`` or ``disabled_at``; MasterError when ``external`` is taken."""
        assert set(values) <= {"person", "role", "unit", "external", "disabled_at"}
        told = {name: stamp(one) if isinstance(one, dt.datetime) else one for name, one in values.items()}
        try:
            self._set(key, **told)
        except IntegrityError as error:
            raise MasterError("这个统一身份认证名已经绑定了别的账号。") from error

    def set_password(self, key: int, password: str, at: dt.datetime, *, must_change: bool) -> None:
        """Give an account another password (a hash) and a clean slate."""
        with writing(self._engine) as connection:
            connection.execute(
                update(accounts)
                .where(accounts.c.id == key)
                .values(
                    password=password,
                    must_change=must_change,
                    password_set_at=stamp(at),
                    failures=0,
                    locked_until=None,
                )
            )
            _remember(connection, key, password, at)

    def rehash(self, key: int, password: str) -> None:
        """Keep the same password under newer parameters."""
        self._set(key, password=password)

    def passwords(self, key: int, last: int) -> list[str]:
        """The hashes of the last passwords, the present one first."""
        query = (
            select(old_passwords.c.password)
            .where(old_passwords.c.account_id == key)
            .order_by(old_passwords.c.id.desc())
            .limit(last)
        )
        with reading_one_state(self._engine) as connection:
            return list(connection.execute(query).scalars())

    def note_failure(
        self, key: int | None, address: str, at: dt.datetime, lock: tuple[int, dt.datetime]
    ) -> bool:
        """Count a failed sign-in of an account and of an address; whether it locked the account.

        ``lock`` is how many failures lock, and until when.
        """
        most, until = lock
        with writing(self._engine) as connection:
            connection.execute(insert(failed_sign_ins).values(address=address, at=stamp(at)))
            connection.execute(
                delete(failed_sign_ins).where(failed_sign_ins.c.at < stamp(at - _FORGET_FAILURES))
            )
            if key is None:
                return False
            connection.execute(
                update(accounts).where(accounts.c.id == key).values(failures=accounts.c.failures + 1)
            )
            failures: int = connection.execute(
                select(accounts.c.failures).where(accounts.c.id == key)
            ).scalar_one()
            if failures < most:
                return False
            connection.execute(
                update(accounts).where(accounts.c.id == key).values(failures=0, locked_until=stamp(until))
            )
        return True

    def failures_from(self, address: str, since: dt.datetime) -> int:
        """Failed sign-ins from an address since a moment."""
        columns = failed_sign_ins.c
        query = select(func.count()).where(columns.address == address, columns.at >= stamp(since))
        with reading_one_state(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def last_seen(self) -> dt.datetime | None:
        """When anybody who was signed in did something last."""
        with reading_one_state(self._engine) as connection:
            last = connection.execute(select(func.max(sessions.c.seen_at))).scalar_one()
        return moment(last) if last else None

    def open_session(self, token: str, key: int, address: str, at: dt.datetime) -> None:
        """Sign a browser in, and forget the account's failures."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(sessions).values(
                    token=token,
                    account_id=key,
                    opened_at=stamp(at),
                    seen_at=stamp(at),
                    end_reason="",
                    address=address,
                )
            )
            connection.execute(
                update(accounts).where(accounts.c.id == key).values(failures=0, locked_until=None)
            )

    def session(self, token: str) -> tuple[Session, Account] | None:
        """A session with its account, ended ones too."""
        query = (
            select(sessions, *(column.label(f"a_{column.name}") for column in accounts.c))
            .join(accounts, accounts.c.id == sessions.c.account_id)
            .where(sessions.c.token == token)
        )
        with reading_one_state(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else (_session(row), _account(row, "a_"))

    def sessions(self, key: int) -> list[Session]:
        """An account's sessions that nobody has ended, newest first."""
        columns = sessions.c
        query = select(sessions).where(columns.account_id == key, columns.ended_at.is_(None))
        with reading_one_state(self._engine) as connection:
            return [_session(row) for row in connection.execute(query.order_by(columns.opened_at.desc()))]

    def touch(self, token: str, at: dt.datetime) -> None:
        """Somebody was here. Where others keep the database busy it is not noted: no page waits for that."""
        with suppress(UnavailableError), writing(self._engine, _PATIENT_SECONDS) as connection:
            connection.execute(update(sessions).where(sessions.c.token == token).values(seen_at=stamp(at)))

    def end_sessions(
        self, at: dt.datetime, reason: str, *, token: str = "", account: int | None = None, but: str = ""
    ) -> int:
        """End one session, or all of an account but one; how many were ended."""
        columns = sessions.c
        which = columns.token == token if account is None else columns.account_id == account
        with writing(self._engine) as connection:
            return connection.execute(
                update(sessions)
                .where(which, columns.token != but, columns.ended_at.is_(None))
                .values(ended_at=stamp(at), end_reason=reason)
            ).rowcount

    def policy(self) -> Mapping[str, Any]:
        """The security settings as last set; empty when nobody has."""
        with reading_one_state(self._engine) as connection:
            query = select(policies.c.content).order_by(policies.c.id.desc()).limit(1)
            content = connection.execute(query).scalar_one_or_none()
        return dict(json.loads(content)) if content else {}

    def set_policy(self, content: Mapping[str, Any], by: str, at: dt.datetime) -> None:
        """Keep a new version of the security settings."""
        with writing(self._engine) as connection:
            connection.execute(
                insert(policies).values(
                    at=stamp(at), by=by, content=json.dumps(content, ensure_ascii=False, sort_keys=True)
                )
            )

    def _set(self, key: int, **values: Any) -> None:
        with writing(self._engine) as connection:
            if not connection.execute(update(accounts).where(accounts.c.id == key).values(values)).rowcount:
                raise MasterError("没有这个账号。")


def _remember(connection: Connection, key: int, password: str, at: dt.datetime) -> None:
    connection.execute(insert(old_passwords).values(account_id=key, password=password, at=stamp(at)))


def _account(row: Row[Any], prefix: str = "") -> Account:
    told = {name: getattr(row, prefix + name) for name in Account._fields}
    return Account(
        **told
        | {
            "role": member(AccountRole, told["role"]),
            "must_change": bool(told["must_change"]),
            "password_set_at": moment(told["password_set_at"]),
            "created_at": moment(told["created_at"]),
            "disabled_at": _maybe(told["disabled_at"]),
            "locked_until": _maybe(told["locked_until"]),
        }
    )


def _session(row: Row[Any]) -> Session:
    return Session(
        row.token,
        row.account_id,
        moment(row.opened_at),
        moment(row.seen_at),
        _maybe(row.ended_at),
        row.end_reason,
        row.address,
    )


def _maybe(text: str | None) -> dt.datetime | None:
    return moment(text) if text else None
