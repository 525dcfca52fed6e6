-- Whether the account of a box has accepted: what waited is with its devices, and nothing more is taken.
alter table queue_device add column closed boolean default false not null;
