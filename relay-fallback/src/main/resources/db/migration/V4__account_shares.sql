-- Whose device said it; null for rows of before, which count for nobody.
alter table queue_row add column account uuid;

-- How much of a queue is an account's, and under the target that is all zeros of all queues. Of a queue there is none where it is nothing.
create table queue_share (
  account uuid not null,
  target uuid not null,
  entries integer not null,
  bytes bigint not null,
  primary key (account, target)
);
