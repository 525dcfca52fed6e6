package dev.plait.server.app;

import java.util.Map;

/** The same on a real PostgreSQL server. */
class KnownDeviceOnPostgresTest extends KnownDeviceTest {
  @Override
  Map<String, String> database() {
    return TestPostgres.emptyDatabase();
  }
}
