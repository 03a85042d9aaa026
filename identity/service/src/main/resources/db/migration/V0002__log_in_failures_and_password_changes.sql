-- What is held against those who tried to log in, by address and by pair of name (as a digest) and address. Rows come with
-- failures only, and go when they are over: `forgotten_at`.
CREATE TABLE failed_log_in (
    key          text        PRIMARY KEY,
    failures     int         NOT NULL DEFAULT 0,
    closed_until timestamptz NOT NULL DEFAULT 'epoch',
    forgotten_at timestamptz NOT NULL DEFAULT 'epoch'
);
CREATE INDEX failed_log_in_forgotten ON failed_log_in (forgotten_at);

-- Changes of passwords that were begun at the log-in server and of which it is not known here whether they were made. A row
-- lives from just before the call to the transaction that takes the tokens back; what a killed process leaves is settled
-- by whoever finds it. `password_before` is when the password before was set, by the log-in server; null: there was none.
CREATE TABLE password_change (
    id              uuid        PRIMARY KEY,
    user_id         varchar(64) NOT NULL,
    password_before timestamptz,
    begun_at        timestamptz NOT NULL
);
CREATE INDEX password_change_begun ON password_change (begun_at);
