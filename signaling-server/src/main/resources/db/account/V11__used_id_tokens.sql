-- ID tokens of an outside issuer that have signed somebody in, until they expire: each does so once.
create table used_id_token (
  hash varchar(64) primary key,
  expires_ms bigint not null
);

create index used_id_token_by_expiry on used_id_token (expires_ms);
