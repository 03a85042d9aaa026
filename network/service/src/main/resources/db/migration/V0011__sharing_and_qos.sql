-- RBAC policies as resources of their own, address scopes, QoS policies and their rules.

-- Those that stand for the flags "shared" and "router:external" are made without these columns.
alter table rbac_policy
    add column name        varchar(255)   not null default '',
    add column description varchar(255)   not null default '',
    add column tags        varchar(255)[] not null default '{}',
    add column created_at  timestamptz    not null default now(),
    add column updated_at  timestamptz    not null default now(),
    add column revision    bigint         not null default 0;
create index rbac_policy_of_project on rbac_policy (project_id, id);

create table address_scope (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    ip_version  int           not null check (ip_version in (4, 6))
);
create index address_scope_of_project on address_scope (project_id, id);

alter table subnetpool add column address_scope_id uuid references address_scope;
create index subnetpool_of_scope on subnetpool (address_scope_id) where address_scope_id is not null;

create index security_group_rule_addresses
    on security_group_rule (remote_address_group_id) where remote_address_group_id is not null;

create table qos_policy (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    is_default  boolean       not null
);
create index qos_policy_of_project on qos_policy (project_id, id);
create unique index qos_policy_default on qos_policy (project_id) where is_default;

create table bandwidth_limit_rule (
    id             uuid          primary key,
    project_id     varchar(64)   not null,
    name           varchar(255)  not null,
    description    varchar(255)  not null,
    tags           varchar(255)[] not null,
    created_at     timestamptz   not null,
    updated_at     timestamptz   not null,
    revision       bigint        not null,
    policy_id      uuid          not null references qos_policy on delete cascade,
    direction      varchar(16)   not null,
    max_kbps       int           not null,
    max_burst_kbps int           not null,
    unique (policy_id, direction)
);

create table dscp_marking_rule (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    policy_id   uuid          not null unique references qos_policy on delete cascade,
    dscp_mark   int           not null
);

create table minimum_bandwidth_rule (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    policy_id   uuid          not null references qos_policy on delete cascade,
    direction   varchar(16)   not null,
    min_kbps    int           not null,
    unique (policy_id, direction)
);

alter table network add column qos_policy_id uuid references qos_policy;
alter table port add column qos_policy_id uuid references qos_policy;
alter table floatingip add foreign key (qos_policy_id) references qos_policy;
create index network_qos on network (qos_policy_id) where qos_policy_id is not null;
create index port_qos on port (qos_policy_id) where qos_policy_id is not null;
create index floatingip_qos on floatingip (qos_policy_id) where qos_policy_id is not null;
