-- A device's past: what binds positions to entries, and which incarnations it has had.
alter table cursor_in add column mark bigint default 0 not null;
alter table target add column mark bigint default 0 not null;
alter table target add column first_seq bigint default 1 not null;

create index transcript_id on transcript (conversation, device, id);

-- The latest starts of this device, the present one with the highest place.
create table incarnation (
  place bigint primary key,
  incarnation bigint not null
);
