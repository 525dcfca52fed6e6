-- In which order the conversations of each account changed, so that a device hears only of those that it does not know
-- (SES-14). A number is the version that a roster got, the same for all its members: milliseconds since 1970 times 1024, and
-- something random below that.
create table roster_change (
  account uuid not null,
  number bigint not null,
  conversation uuid not null,
  primary key (account, number, conversation)
);

create index roster_change_by_number on roster_change (number);
create index roster_change_of_conversation on roster_change (conversation, number);

-- What there is counts as changed with the version that it has.
insert into roster_change (account, number, conversation)
select m.account, c.version, c.id from member m join conversation c on c.id = m.conversation where m.state <> 'blocked';
