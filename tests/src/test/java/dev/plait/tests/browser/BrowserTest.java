package dev.plait.tests.browser;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Has a node for all tests of a class, which run one after another. */
abstract class BrowserTest {
  static BrowserWorld world;

  @BeforeAll
  static void startWorld(@TempDir Path folder) throws Exception {
    world = new BrowserWorld(folder);
  }

  /** Pages that stay open go on talking. */
  @AfterEach
  void closeFreshProfiles() {
    world.browser().closeFreshProfiles();
  }

  @AfterAll
  static void stopWorld() throws Exception {
    world.close();
  }
}
