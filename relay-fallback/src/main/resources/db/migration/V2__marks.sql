-- What a target said last as it acked rows: its cursor and the mark that binds it.
alter table queue_position add column acked_seq bigint default 0 not null;
alter table queue_position add column acked_mark bigint default 0 not null;
