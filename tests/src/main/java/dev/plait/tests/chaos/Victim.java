package dev.plait.tests.chaos;

/** Who is killed. */
enum Victim {
  SERVER,
  SENDER,
  RECEIVER
}
