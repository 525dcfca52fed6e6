-- The newest start of a device that said hello; 0 before the first.
alter table device add column incarnation bigint default 0 not null;
