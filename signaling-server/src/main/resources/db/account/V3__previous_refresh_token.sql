-- The token before, so that a device that has lost the answer to a refresh may ask once more, and the
-- secret key that makes each token's one successor.
alter table sign_in add column previous_hash varchar(64);
alter table sign_in add column successor_key varchar(64) default '' not null;
