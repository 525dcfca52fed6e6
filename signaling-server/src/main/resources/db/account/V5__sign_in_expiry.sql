-- Sign-ins that have expired are looked for every few seconds.
create index sign_in_by_expiry on sign_in (expires_ms);
