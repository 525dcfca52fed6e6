-- When the account's last session ended; 0 for never.
alter table account add column last_seen_ms bigint default 0 not null;
