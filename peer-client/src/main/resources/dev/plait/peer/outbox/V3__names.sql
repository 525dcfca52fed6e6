-- Which of its names a member is shown by.
alter table member add column name_version bigint default 0 not null;
