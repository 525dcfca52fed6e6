package dev.plait.server.app;

import java.util.Map;

/** The same on PostgreSQL. */
class LostTransactionOnPostgresTest extends LostTransactionTest {
  @Override
  Map<String, String> database() {
    return TestPostgres.emptyDatabase();
  }
}
