-- One row per device with a queue; locked by every change of that queue.
create table queue_device (
  target uuid primary key,
  last_pos bigint not null,
  entries integer not null,
  bytes bigint not null
);

-- An entry, kept once for all its targets; refs counts the rows that need it.
create table queue_body (
  conversation uuid not null,
  sender uuid not null,
  epoch bigint not null,
  seq bigint not null,
  id uuid not null,
  hlc bigint not null,
  body bytea not null,
  refs integer not null,
  primary key (conversation, sender, epoch, seq)
);

create table queue_row (
  conversation uuid not null,
  sender uuid not null,
  epoch bigint not null,
  target uuid not null,
  seq bigint not null,
  pos bigint not null,
  after_seq bigint not null,
  part bytea,
  bytes integer not null,
  accepted_ms bigint not null,
  primary key (conversation, sender, epoch, target, seq)
);
create unique index queue_row_target_pos on queue_row (target, pos);
create index queue_row_accepted on queue_row (accepted_ms);

-- What outlives the rows: how far a target got.
create table queue_position (
  conversation uuid not null,
  sender uuid not null,
  epoch bigint not null,
  target uuid not null,
  delivered_seq bigint not null,
  expired_seq bigint not null,
  primary key (conversation, sender, epoch, target)
);
create index queue_position_target on queue_position (target);
create index queue_position_sender on queue_position (sender);
