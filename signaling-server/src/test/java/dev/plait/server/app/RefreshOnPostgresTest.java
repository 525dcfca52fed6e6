package dev.plait.server.app;

import java.util.Map;

/** The same on a real PostgreSQL server. */
class RefreshOnPostgresTest extends RefreshHttpTest {
  @Override
  Map<String, String> database() {
    return TestPostgres.emptyDatabase();
  }
}
