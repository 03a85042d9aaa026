-- Sizes servers come in. Servers keep their own copy, so a row may change or go at any time.
create table flavor (
    id             text primary key check (length(id) between 1 and 255),
    name           text not null unique check (length(name) between 1 and 255),
    vcpus          integer not null check (vcpus > 0),
    ram_mib        integer not null check (ram_mib > 0),
    disk_gib       integer not null check (disk_gib >= 0),
    ephemeral_gib  integer not null check (ephemeral_gib >= 0),
    swap_mib       integer not null check (swap_mib >= 0),
    rxtx_factor    double precision not null,
    is_public      boolean not null,
    disabled       boolean not null,
    description    text,
    extra_specs    jsonb not null default '{}',
    created_at     timestamptz not null
);

-- Which projects may use a private flavor.
create table flavor_access (
    flavor_id   text not null references flavor (id) on delete cascade,
    project_id  text not null,
    primary key (flavor_id, project_id)
);
create index flavor_access_project on flavor_access (project_id);

create sequence keypair_number as integer;

-- Public keys of users. Private keys are shown once and never stored.
create table keypair (
    user_id      text not null,
    name         text not null check (length(name) between 1 and 255),
    number       integer not null unique default nextval('keypair_number'),
    kind         text not null check (kind in ('SSH', 'X509')),
    public_key   text not null,
    fingerprint  text not null,
    created_at   timestamptz not null,
    primary key (user_id, name)
);

-- Usage now: of a project (scope is its id) or of a user (scope is 'user:' and the id; only key_pairs count there).
create table quota_usage (
    scope      text primary key,
    instances  bigint not null default 0 check (instances >= 0),
    cores      bigint not null default 0 check (cores >= 0),
    ram_mib    bigint not null default 0 check (ram_mib >= 0),
    key_pairs  bigint not null default 0 check (key_pairs >= 0)
);

-- What each server adds to its project's usage: giving back deletes the row, so it happens once.
create table quota_claim (
    server_id   uuid primary key,
    project_id  text not null,
    instances   integer not null check (instances >= 0),
    cores       integer not null check (cores >= 0),
    ram_mib     integer not null check (ram_mib >= 0)
);

-- Limits that differ from the standard: of a project, or of all projects (scope is 'class:default'). -1 is no limit.
create table quota_limit (
    scope       text not null,
    resource    text not null,
    hard_limit  integer not null check (hard_limit >= -1),
    primary key (scope, resource)
);
