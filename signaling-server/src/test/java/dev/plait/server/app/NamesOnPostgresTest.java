package dev.plait.server.app;

import java.util.Map;

/** The same on a real PostgreSQL server. */
class NamesOnPostgresTest extends NamesHttpTest {
  private final Map<String, String> database = TestPostgres.emptyDatabase();

  @Override
  Map<String, String> database() {
    return database;
  }
}
