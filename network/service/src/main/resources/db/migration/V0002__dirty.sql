-- What has changed and is not yet in OVN's Northbound database: written in the transaction of the change, removed by the
-- one who writes there. Rows of one thing may be many; it is compiled once for all of them.
create table dirty (
    seq  bigint generated always as identity primary key,
    kind varchar(64) not null,
    id   uuid        not null,
    at   timestamptz not null default now()
);
