package dev.plait.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.store.StoreDamaged;
import dev.plait.store.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path directory;

  @Test
  void aDamagedFileIsReportedAndLeftAsItIs() throws Exception {
    DatabaseConfig config = DatabaseConfig.h2File(directory.resolve("node"));
    Database.open(config).close();
    Path file = directory.resolve("node.mv.db");
    byte[] noise = new byte[(int) Files.size(file)];
    Arrays.fill(noise, (byte) 0x5a);
    Files.write(file, noise);
    assertThatThrownBy(() -> Database.open(config))
        .isInstanceOf(StoreDamaged.class)
        .hasMessageStartingWith("damaged: ")
        .hasMessageContaining("restore a backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(noise);
  }

  @Test
  void anEmptiedFileIsNotTakenForANewOne() throws Exception {
    DatabaseConfig config = DatabaseConfig.h2File(directory.resolve("node"));
    Files.createFile(directory.resolve("node.mv.db"));
    assertThatThrownBy(() -> Database.open(config)).isInstanceOf(StoreDamaged.class);
    assertThat(directory.resolve("node.mv.db")).isEmptyFile();
  }

  @Test
  void anUnreachableServerIsUnavailable() {
    DatabaseConfig config =
        new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", "u", "secret");
    assertThatThrownBy(() -> Database.open(config)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aPasswordIsNeverShown() {
    DatabaseConfig config =
        new DatabaseConfig("jdbc:postgresql://host/db?password=secret", "u", "secret");
    assertThat(config.toString()).doesNotContain("secret").contains("host/db");
  }
}
