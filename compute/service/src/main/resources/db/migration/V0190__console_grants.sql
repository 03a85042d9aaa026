-- Rights to open a console, each used once: the row goes with its use. What is not used in time goes with the next that is given.
create table console_grant (
    digest      text        primary key,
    server_id   uuid        not null,
    node        text        not null,
    kind        text        not null,
    caller      text        not null,
    expires_at  timestamptz not null
);
create index console_grant_by_expiry on console_grant (expires_at);
