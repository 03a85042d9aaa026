-- Networks, their subnets and ports, security groups, and what is shared with whom. Each kind of resource has the
-- standard columns (id to revision) first. The tables at the end are those that every service keeps.

create table network (
    id                      uuid          primary key,
    project_id              varchar(64)   not null,
    name                    varchar(255)  not null,
    description             varchar(255)  not null,
    tags                    varchar(255)[] not null,
    created_at              timestamptz   not null,
    updated_at              timestamptz   not null,
    revision                bigint        not null,
    admin_state_up          boolean       not null,
    mtu                     int           not null,
    port_security_enabled   boolean       not null,
    network_type            varchar(32)   not null,
    physical_network        varchar(64),
    segmentation_id         int,
    availability_zone_hints varchar(255)[] not null
);
create index network_of_project on network (project_id, id);
-- No two networks are on one segment.
create unique index network_segment
    on network (network_type, coalesce(physical_network, ''), segmentation_id) nulls not distinct;

-- What is shared with whom (RBAC). The target * stands for all projects.
create table rbac_policy (
    id            uuid        primary key,
    project_id    varchar(64) not null,
    object_type   varchar(32) not null,
    object_id     uuid        not null,
    action        varchar(32) not null,
    target_tenant varchar(64) not null,
    unique (object_type, object_id, action, target_tenant)
);
create index rbac_policy_target on rbac_policy (target_tenant, object_type, object_id);

create table subnetpool (
    id                uuid          primary key,
    project_id        varchar(64)   not null,
    name              varchar(255)  not null,
    description       varchar(255)  not null,
    tags              varchar(255)[] not null,
    created_at        timestamptz   not null,
    updated_at        timestamptz   not null,
    revision          bigint        not null,
    ip_version        int           not null check (ip_version in (4, 6)),
    prefixes          cidr[]        not null,
    default_prefixlen int           not null,
    min_prefixlen     int           not null,
    max_prefixlen     int           not null,
    default_quota     int,
    is_default        boolean       not null
);
create index subnetpool_of_project on subnetpool (project_id, id);
create unique index subnetpool_default on subnetpool (ip_version) where is_default;

create table subnet (
    id                uuid          primary key,
    project_id        varchar(64)   not null,
    name              varchar(255)  not null,
    description       varchar(255)  not null,
    tags              varchar(255)[] not null,
    created_at        timestamptz   not null,
    updated_at        timestamptz   not null,
    revision          bigint        not null,
    network_id        uuid          not null references network,
    cidr              cidr          not null,
    gateway_ip        inet,
    allocation_pools  jsonb         not null,
    dns_nameservers   varchar(64)[] not null,
    host_routes       jsonb         not null,
    enable_dhcp       boolean       not null,
    ipv6_ra_mode      varchar(32),
    ipv6_address_mode varchar(32),
    subnetpool_id     uuid references subnetpool,
    service_types     varchar(255)[] not null
);
create index subnet_of_project on subnet (project_id, id);
create index subnet_of_network on subnet (network_id);
create index subnet_of_pool on subnet (subnetpool_id) where subnetpool_id is not null;

create table address_group (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    addresses   inet[]        not null
);
create index address_group_of_project on address_group (project_id, id);

create table security_group (
    id          uuid          primary key,
    project_id  varchar(64)   not null,
    name        varchar(255)  not null,
    description varchar(255)  not null,
    tags        varchar(255)[] not null,
    created_at  timestamptz   not null,
    updated_at  timestamptz   not null,
    revision    bigint        not null,
    stateful    boolean       not null
);
create index security_group_of_project on security_group (project_id, id);
create unique index security_group_default on security_group (project_id) where name = 'default';

create table security_group_rule (
    id                      uuid          primary key,
    project_id              varchar(64)   not null,
    name                    varchar(255)  not null,
    description             varchar(255)  not null,
    tags                    varchar(255)[] not null,
    created_at              timestamptz   not null,
    updated_at              timestamptz   not null,
    revision                bigint        not null,
    security_group_id       uuid          not null references security_group on delete cascade,
    direction               varchar(16)   not null,
    ethertype               varchar(16)   not null,
    protocol                varchar(40),
    port_range_min          int,
    port_range_max          int,
    remote_ip_prefix        varchar(64),
    remote_group_id         uuid references security_group on delete cascade,
    remote_address_group_id uuid references address_group
);
create index security_group_rule_of_project on security_group_rule (project_id, id);
create index security_group_rule_of_group on security_group_rule (security_group_id);
create index security_group_rule_remote on security_group_rule (remote_group_id) where remote_group_id is not null;

create table port (
    id                    uuid          primary key,
    project_id            varchar(64)   not null,
    name                  varchar(255)  not null,
    description           varchar(255)  not null,
    tags                  varchar(255)[] not null,
    created_at            timestamptz   not null,
    updated_at            timestamptz   not null,
    revision              bigint        not null,
    network_id            uuid          not null references network,
    mac_address           varchar(17)   not null,
    admin_state_up        boolean       not null,
    status                varchar(16)   not null,
    failure               varchar(1024),
    device_id             varchar(255)  not null,
    device_owner          varchar(255)  not null,
    port_security_enabled boolean       not null,
    allowed_address_pairs jsonb         not null,
    extra_dhcp_opts       jsonb         not null,
    dns_name              varchar(255)  not null,
    host_id               varchar(255)  not null,
    vnic_type             varchar(64)   not null,
    profile               jsonb         not null,
    epoch                 bigint        not null,
    created_by            varchar(64)   not null,
    unique (network_id, mac_address)
);
create index port_of_project on port (project_id, id);
create index port_of_device on port (device_id) where device_id <> '';
create index port_of_host on port (host_id) where host_id <> '';

create table ip_allocation (
    subnet_id uuid not null references subnet,
    address   inet not null,
    port_id   uuid not null references port on delete cascade,
    position  int  not null,
    primary key (subnet_id, address)
);
create index ip_allocation_of_port on ip_allocation (port_id);

create table port_security_group (
    port_id           uuid not null references port on delete cascade,
    security_group_id uuid not null references security_group,
    position          int  not null,
    primary key (port_id, security_group_id)
);
create index port_security_group_members on port_security_group (security_group_id);

-- Only what was decided; the rest is the standard.
create table quota (
    project_id varchar(64) not null,
    resource   varchar(64) not null,
    hard_limit int         not null check (hard_limit >= -1),
    primary key (project_id, resource)
);
