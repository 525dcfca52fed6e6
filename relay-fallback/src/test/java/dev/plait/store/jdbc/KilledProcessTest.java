package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a committing process with -9 at random moments, many times on the same data (I3). {@code
 * -Dplait.kills=150} makes it a long run.
 */
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("plait.kills", 3);

  /** Where each kill costs more, or the file takes no part. */
  private static final int FEWER_KILLS = Integer.getInteger("plait.kills", 2);

  /** Groups before a kill, from none: while the child opens the file, too. */
  private static final int GROUPS = 40;

  private final Random random = new Random();

  @TempDir Path directory;

  /** The file is not opened in between: opening it could mend what only a second kill breaks. */
  @Test
  void everyAckedRowIsInTheFileThoughOneKillFollowsAnother() throws Exception {
    killRepeatedly(DatabaseConfig.h2File(directory.resolve("node")), KILLS);
  }

  @Test
  void everyAckedRowIsInTheFileWhenItIsOpenedAfterEachKill() throws Exception {
    DatabaseConfig config = DatabaseConfig.h2File(directory.resolve("node"));
    for (int kill = 0; kill < FEWER_KILLS; kill++) {
      KilledChild child =
          KilledChild.run(config, random.nextInt(GROUPS), ProcessHandle::destroyForcibly);
      try (Database database = Database.open(config)) {
        assertThat(CommittingChild.lastOf(database)).isGreaterThanOrEqualTo(child.acked());
      }
    }
  }

  @Test
  void everyAckedRowIsInPostgresThoughTheNodeIsKilled() throws Exception {
    try (RealPostgres server = RealPostgres.start(directory)) {
      killRepeatedly(server.config(), FEWER_KILLS);
    }
  }

  @Test
  void everyAckedRowIsInPostgresThoughTheServerIsKilled() throws Exception {
    try (RealPostgres server = RealPostgres.start(directory)) {
      long acked = 0;
      for (int kill = 0; kill < FEWER_KILLS; kill++) {
        KilledChild child =
            KilledChild.run(server.config(), 1 + random.nextInt(GROUPS), handle -> server.kill());
        assertThat(child.found()).as("after kill %d", kill).isGreaterThanOrEqualTo(acked);
        acked = child.acked();
        server.restart();
      }
      try (Database database = Database.open(server.config())) {
        assertThat(CommittingChild.lastOf(database)).isGreaterThanOrEqualTo(acked);
      }
    }
  }

  private void killRepeatedly(DatabaseConfig config, int kills) throws Exception {
    long acked = 0;
    for (int kill = 0; kill < kills; kill++) {
      KilledChild child =
          KilledChild.run(config, random.nextInt(GROUPS), ProcessHandle::destroyForcibly);
      assertThat(child.found()).as("after kill %d", kill).isGreaterThanOrEqualTo(acked);
      acked = child.acked();
    }
    try (Database database = Database.open(config)) {
      assertThat(CommittingChild.lastOf(database)).isGreaterThanOrEqualTo(acked);
    }
  }
}
