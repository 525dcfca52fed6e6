package dev.plait.server.ws;

import dev.plait.server.app.TestPostgres;
import java.util.Map;

/** The same on a real PostgreSQL server. */
class ConsentOnPostgresTest extends ConsentTest {
  @Override
  Map<String, String> database() {
    return TestPostgres.emptyDatabase();
  }
}
