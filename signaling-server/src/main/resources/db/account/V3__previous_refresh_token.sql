-- The token before, so that a device that has lost the answer to a refresh may ask once more.
alter table sign_in add column previous_hash varchar(64);
