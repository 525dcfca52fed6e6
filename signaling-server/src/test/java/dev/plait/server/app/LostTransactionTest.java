package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.server.database.NodeDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two changes that wait for each other are both made, on H2. */
class LostTransactionTest {
  @TempDir Path folder;

  /** Settings for an empty database; none for H2. */
  Map<String, String> database() {
    return Map.of();
  }

  @Test
  void bothAreMade() throws Exception {
    try (TestNode node = TestNode.start(folder, database());
        ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      UUID ada = node.signUp("ada").accountId();
      UUID grace = node.signUp("grace").accountId();
      NodeDatabase database = new NodeDatabase(node.parts().queues().dataSource());
      CountDownLatch bothHoldOne = new CountDownLatch(2);

      var one = both.submit(() -> rename(database, ada, grace, "1", bothHoldOne));
      var other = both.submit(() -> rename(database, grace, ada, "2", bothHoldOne));

      one.get(60, TimeUnit.SECONDS);
      other.get(60, TimeUnit.SECONDS);
      String name = database.read(handle -> nameOf(handle, ada));
      assertThat(name).isIn("1", "2").isEqualTo(database.read(handle -> nameOf(handle, grace)));
    }
  }

  private static void rename(
      NodeDatabase database, UUID first, UUID second, String name, CountDownLatch bothHoldOne) {
    database.write(
        handle -> {
          rename(handle, first, name);
          bothHoldOne.countDown();
          await(bothHoldOne);
          rename(handle, second, name);
          return name;
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void rename(Handle handle, UUID account, String name) {
    handle.execute("update account set display_name = ? where id = ?", name, account);
  }

  private static String nameOf(Handle handle, UUID account) {
    return handle
        .select("select display_name from account where id = ?", account)
        .mapTo(String.class)
        .one();
  }
}
