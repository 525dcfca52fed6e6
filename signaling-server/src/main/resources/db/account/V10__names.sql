-- Names change apart from rosters (SES-15), in the same order: a change is of a conversation, or of a person.
alter table roster_change rename column conversation to subject;
alter table roster_change add column person boolean default false not null;

-- The change that brought the name; 0 for the first one.
alter table account add column name_version bigint default 0 not null;
