-- What one device keeps. Everything is written before it is acted on.
create table meta (
  name varchar(64) primary key,
  text varchar(1024) not null
);

create table roster (
  conversation uuid primary key,
  version bigint not null,
  kind varchar(16) not null,
  title varchar(512) not null,
  gone boolean not null
);

create table member (
  conversation uuid not null,
  account uuid not null,
  place int not null,
  handle varchar(512) not null,
  display_name varchar(512) not null,
  owner boolean not null,
  accepted boolean not null,
  devices uuid array not null,
  primary key (conversation, account)
);

create table transcript (
  conversation uuid not null,
  device uuid not null,
  epoch bigint not null,
  seq bigint not null,
  id uuid not null,
  hlc bigint not null,
  body varbinary(32768) not null,
  arrived_by tinyint not null,
  primary key (conversation, device, epoch, seq)
);

create index transcript_order on transcript (conversation, hlc);

create table cursor_in (
  conversation uuid not null,
  device uuid not null,
  epoch bigint not null,
  seq bigint not null,
  read_seq bigint default 0 not null,
  primary key (conversation, device, epoch)
);

create table outbox_stream (
  conversation uuid primary key,
  next_seq bigint not null
);

create table outbox_entry (
  conversation uuid not null,
  seq bigint not null,
  body varbinary(32768) not null,
  primary key (conversation, seq)
);

-- One row per target that has not acked; status 0 queued, 1 stored by the server.
create table outbox_target (
  conversation uuid not null,
  device uuid not null,
  seq bigint not null,
  after_seq bigint not null,
  part varbinary(512),
  status tinyint not null,
  primary key (conversation, device, seq)
);

create table outbox_refused (
  conversation uuid not null,
  device uuid not null,
  seq bigint not null,
  code varchar(32) not null,
  primary key (conversation, device, seq)
);

-- What is known of each target of an own stream.
create table target (
  conversation uuid not null,
  device uuid not null,
  addressed_seq bigint not null,
  delivered_seq bigint not null,
  read_seq bigint not null,
  primary key (conversation, device)
);
