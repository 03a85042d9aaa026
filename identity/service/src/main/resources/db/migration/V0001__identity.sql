-- Domains and projects are one tree, as in Keystone: a domain is the project at its root (is_domain, no domain_id).
CREATE TABLE project (
    id          varchar(64)  PRIMARY KEY,
    name        varchar(255) NOT NULL,
    domain_id   varchar(64)  REFERENCES project,
    parent_id   varchar(64)  REFERENCES project,
    is_domain   boolean      NOT NULL,
    enabled     boolean      NOT NULL,
    description text         NOT NULL DEFAULT '',
    tags        text[]       NOT NULL DEFAULT '{}',
    extra       text         NOT NULL DEFAULT '{}',
    generation  bigint       NOT NULL DEFAULT 1,
    CHECK (is_domain = (domain_id IS NULL)),
    CHECK (is_domain = (parent_id IS NULL))
);
CREATE UNIQUE INDEX project_name ON project (coalesce(domain_id, ''), name);
CREATE INDEX project_parent ON project (parent_id);

-- A mirror of the log-in server, so that tokens and lists need no call to it. `login` is the user's name there.
CREATE TABLE user_account (
    id                 varchar(64)  PRIMARY KEY,
    domain_id          varchar(64)  NOT NULL REFERENCES project,
    name               varchar(255) NOT NULL,
    login              varchar(512) NOT NULL UNIQUE,
    enabled            boolean      NOT NULL,
    description        text         NOT NULL DEFAULT '',
    email              varchar(255),
    default_project_id varchar(64),
    extra              text         NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX user_account_name ON user_account (domain_id, lower(name));

CREATE TABLE user_group (
    id          varchar(64)  PRIMARY KEY,
    domain_id   varchar(64)  NOT NULL REFERENCES project,
    name        varchar(255) NOT NULL,
    description text         NOT NULL DEFAULT '',
    extra       text         NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX user_group_name ON user_group (domain_id, name);

CREATE TABLE group_member (
    group_id varchar(64) NOT NULL REFERENCES user_group ON DELETE CASCADE,
    user_id  varchar(64) NOT NULL REFERENCES user_account ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX group_member_user ON group_member (user_id);

CREATE TABLE role (
    id          varchar(64)  PRIMARY KEY,
    name        varchar(255) NOT NULL,
    domain_id   varchar(64)  REFERENCES project,
    description text         NOT NULL DEFAULT '',
    extra       text         NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX role_name ON role (coalesce(domain_id, ''), name);

CREATE TABLE implied_role (
    prior_id   varchar(64) NOT NULL REFERENCES role ON DELETE CASCADE,
    implied_id varchar(64) NOT NULL REFERENCES role ON DELETE CASCADE,
    PRIMARY KEY (prior_id, implied_id)
);

-- Who (U user, G group) holds which role where (P project, D domain, S system); inherited ones hold below the target only.
CREATE TABLE assignment (
    actor_kind  char(1)     NOT NULL CHECK (actor_kind IN ('U', 'G')),
    actor_id    varchar(64) NOT NULL,
    target_kind char(1)     NOT NULL CHECK (target_kind IN ('P', 'D', 'S')),
    target_id   varchar(64) NOT NULL,
    role_id     varchar(64) NOT NULL REFERENCES role ON DELETE CASCADE,
    inherited   boolean     NOT NULL,
    PRIMARY KEY (actor_id, target_id, role_id, inherited, actor_kind, target_kind)
);
CREATE INDEX assignment_target ON assignment (target_id);
CREATE INDEX assignment_role ON assignment (role_id);

CREATE TABLE region (
    id               varchar(255) PRIMARY KEY,
    parent_region_id varchar(255) REFERENCES region,
    description      text         NOT NULL DEFAULT '',
    extra            text         NOT NULL DEFAULT '{}'
);

CREATE TABLE service (
    id          varchar(64)  PRIMARY KEY,
    type        varchar(255) NOT NULL,
    name        varchar(255) NOT NULL DEFAULT '',
    description text         NOT NULL DEFAULT '',
    enabled     boolean      NOT NULL,
    extra       text         NOT NULL DEFAULT '{}'
);

CREATE TABLE endpoint (
    id         varchar(64)   PRIMARY KEY,
    service_id varchar(64)   NOT NULL REFERENCES service ON DELETE CASCADE,
    region_id  varchar(255)  REFERENCES region,
    interface  varchar(8)    NOT NULL CHECK (interface IN ('public', 'internal', 'admin')),
    url        varchar(1024) NOT NULL,
    enabled    boolean       NOT NULL,
    extra      text          NOT NULL DEFAULT '{}'
);
CREATE INDEX endpoint_service ON endpoint (service_id);

CREATE TABLE access_rule (
    id      varchar(64)  PRIMARY KEY,
    user_id varchar(64)  NOT NULL REFERENCES user_account ON DELETE CASCADE,
    service varchar(64)  NOT NULL,
    method  varchar(16)  NOT NULL,
    path    varchar(128) NOT NULL,
    UNIQUE (user_id, service, method, path)
);

CREATE TABLE application_credential (
    id           varchar(64)  PRIMARY KEY,
    user_id      varchar(64)  NOT NULL REFERENCES user_account ON DELETE CASCADE,
    project_id   varchar(64)  NOT NULL REFERENCES project ON DELETE CASCADE,
    name         varchar(255) NOT NULL,
    description  text         NOT NULL DEFAULT '',
    secret_hash  varchar(255) NOT NULL,
    role_ids     text[]       NOT NULL,
    unrestricted boolean      NOT NULL,
    expires_at   timestamptz,
    UNIQUE (user_id, name)
);
CREATE INDEX application_credential_project ON application_credential (project_id);

CREATE TABLE application_credential_rule (
    credential_id varchar(64) NOT NULL REFERENCES application_credential ON DELETE CASCADE,
    rule_id       varchar(64) NOT NULL REFERENCES access_rule,
    PRIMARY KEY (credential_id, rule_id)
);

-- Keys that sign tokens; the private half is sealed with OBLAKO_SECRETS_KEY. `retired_at`: signs no more.
CREATE TABLE signing_key (
    id             varchar(64) PRIMARY KEY,
    public_key     text        NOT NULL,
    sealed_private text        NOT NULL,
    created_at     timestamptz NOT NULL,
    retired_at     timestamptz,
    not_after      timestamptz NOT NULL
);

CREATE TABLE revocation (
    subject             varchar(160) PRIMARY KEY,
    issued_at_or_before timestamptz  NOT NULL,
    forget_after        timestamptz  NOT NULL
);
CREATE INDEX revocation_forget ON revocation (forget_after);

-- Counts every committed change of what tokens are made from. A replica compares it before it trusts what it remembers.
CREATE TABLE directory_version (
    single  boolean PRIMARY KEY CHECK (single),
    version bigint  NOT NULL
);
INSERT INTO directory_version VALUES (true, 1);

CREATE FUNCTION count_directory_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1;
    RETURN NULL;
END
$$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['project', 'user_account', 'user_group', 'group_member', 'role', 'implied_role', 'assignment',
        'region', 'service', 'endpoint', 'access_rule', 'application_credential', 'application_credential_rule']
    LOOP
        EXECUTE format('CREATE TRIGGER counts_version AFTER INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION count_directory_version()', t);
    END LOOP;
END
$$;

-- What every service keeps beside its own tables, in its own schema. Copied into each service's first migration.

-- Messages that have been decided but not yet published. The relay publishes them in order of seq and deletes them.
create table outbox (
    seq         bigint generated always as identity primary key,
    message_id  uuid        not null,
    topic       text        not null,
    partition   int,
    key         text        not null,
    type        text        not null,
    payload     bytea,
    request_id  text        not null,
    project     text,
    caller      text,
    traceparent text,
    created_at  timestamptz not null default now()
);

-- Messages that have had their effect: one row per consumer and message, written in the transaction of the effect.
create table inbox (
    consumer    text        not null,
    message_id  uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, message_id)
);
create index inbox_age on inbox (received_at);

-- Answers to requests that carried an Idempotency-Key, written in the transaction of their effect.
create table idempotency (
    caller      text        not null,
    key         text        not null,
    fingerprint text        not null,
    status      int,
    headers     text,
    body        bytea,
    created_at  timestamptz not null default now(),
    primary key (caller, key)
);
create index idempotency_age on idempotency (created_at);
