-- Rosters show members that have not accepted in another way, and requests are thin: every device hears all once more.
update conversation set version = version + 1;
delete from roster_change;
insert into roster_change (account, number, conversation)
select m.account, c.version, c.id from member m join conversation c on c.id = m.conversation where m.state <> 'blocked';
