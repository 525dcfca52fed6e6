-- When a device signed in: a sign-in ends when it is old enough. Those that are there count from when they were last renewed.
alter table sign_in add column began_ms bigint default 0 not null;
update sign_in set began_ms = refreshed_ms;

-- When its owner deleted the account; 0 for never. The row stays, so that nobody else gets the handle.
alter table account add column deleted_ms bigint default 0 not null;

-- Devices that are gone for good since the nodes were started, whose queues may not be deleted yet.
create table device_gone (
  device uuid primary key
);
