-- By what a device is known again that signs in: the hash of the family of its last refresh token. It stays when the device
-- is signed out.
alter table device add column known_hash varchar(64);

create index device_by_known_hash on device (known_hash);

update device set known_hash = (select s.family_hash from sign_in s where s.device = device.id);
