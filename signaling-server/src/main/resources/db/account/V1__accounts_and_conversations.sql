-- Plain SQL that H2 and PostgreSQL read alike. Times are milliseconds since 1970.

create table account (
  id uuid primary key,
  handle varchar(32) not null unique,
  display_name varchar(128) not null,
  avatar_url varchar(512),
  password_hash varchar(256),
  created_ms bigint not null
);

-- Who an outside OIDC issuer says somebody is.
create table outside_identity (
  issuer varchar(256) not null,
  subject varchar(256) not null,
  account uuid not null references account (id),
  primary key (issuer, subject)
);

create table device (
  id uuid primary key,
  account uuid not null references account (id),
  name varchar(64) not null,
  created_ms bigint not null,
  revoked_ms bigint
);

create index device_by_account on device (account);

-- At most one live sign-in per device. A refresh token is (family, secret); only hashes are kept.
-- A known family with another secret is a token used twice.
create table sign_in (
  device uuid primary key references device (id),
  id uuid not null,
  family_hash varchar(64) not null unique,
  secret_hash varchar(64) not null,
  refreshed_ms bigint not null,
  expires_ms bigint not null
);

create table signing_key (
  kid varchar(64) primary key,
  jwk varchar(2000) not null,
  created_ms bigint not null
);

create table conversation (
  id uuid primary key,
  kind varchar(8) not null,
  title varchar(512) not null,
  version bigint not null,
  -- Both accounts of a direct conversation, lower first: the same pair never has two.
  pair varchar(80) unique,
  created_ms bigint not null
);

create table member (
  conversation uuid not null references conversation (id),
  account uuid not null references account (id),
  owner boolean not null,
  -- accepted, requested or blocked
  state varchar(16) not null,
  invited_by uuid not null references account (id),
  joined_ms bigint not null,
  primary key (conversation, account)
);

create index member_by_account on member (account);

create table account_block (
  account uuid not null references account (id),
  blocked uuid not null references account (id),
  created_ms bigint not null,
  primary key (account, blocked)
);
