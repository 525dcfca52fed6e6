package dev.plait.server.app;

import java.util.Map;

/** The same on a real PostgreSQL server. */
class RefusedValuesOnPostgresTest extends RefusedValuesTest {
  @Override
  Map<String, String> database() {
    return TestPostgres.emptyDatabase();
  }

  @Override
  String narrow() {
    return "type varchar(9)";
  }
}
