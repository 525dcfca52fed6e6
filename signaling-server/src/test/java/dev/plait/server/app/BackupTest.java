package dev.plait.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plait.server.app.TestNode.User;
import dev.plait.server.config.ConfigException;
import dev.plait.server.database.Backups;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Copies of the embedded database, taken while the node works, and nodes started on them. */
class BackupTest {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'plait-'yyyyMMdd'T'HHmmss.SSS'Z.zip'").withZone(ZoneOffset.UTC);
  private static final Map<String, String> HOURLY = Map.of("plait.backup.every-minutes", "60");

  @TempDir Path data;
  @TempDir Path elsewhere;

  @Test
  void aCopyTakenUnderWritesHasAllThatWasAnsweredBefore() throws Exception {
    List<Path> copies = new ArrayList<>();
    List<List<User>> answered = new ArrayList<>();
    try (TestNode node = TestNode.start(data, HOURLY);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      List<User> users = new ArrayList<>();
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  User user = node.signUp("user" + i);
                  synchronized (users) {
                    users.add(user);
                  }
                }
              },
              executor);
      for (int i = 1; i <= 5; i++) {
        int enough = i * 10;
        Awaitility.await().until(() -> copyOf(users).size() >= enough);
        answered.add(copyOf(users));
        copies.add(backups(node).take());
      }
      done.set(true);
      writer.join();
    }
    for (int i = 0; i < copies.size(); i++) {
      Path restored = elsewhere.resolve("restored" + i);
      unpack(copies.get(i), restored);
      try (TestNode node = TestNode.start(restored, Map.of())) {
        for (User user : answered.get(i)) {
          assertThat(node.get(user, "/v1/profile").text("handle")).isEqualTo(user.handle());
        }
      }
    }
  }

  @Test
  void theFirstOneIsTakenAtTheStartAndTheNextWhenThatIsOldEnough() {
    TestClock clock = new TestClock();
    try (TestNode node = TestNode.start(data, HOURLY, clock)) {
      awaitCopies(1);
      Awaitility.await()
          .until(
              () ->
                  node.parts()
                      .services()
                      .metrics()
                      .scrape()
                      .contains("plait_backup_newest_timestamp_seconds 1."));
    }
    Path first = copies().getFirst();
    TestNode.start(data, HOURLY, clock).close();
    assertThat(copies()).containsExactly(first);
    clock.advance(Duration.ofHours(2));
    try (TestNode node = TestNode.start(data, HOURLY, clock)) {
      awaitCopies(2);
    }
  }

  @Test
  void onlyTheNewestStay() throws IOException {
    Map<String, String> settings = new HashMap<>(HOURLY);
    settings.put("plait.backup.keep", "2");
    settings.put("plait.backup.folder", elsewhere.toString());
    TestClock clock = new TestClock();
    Path bystander = Files.createFile(elsewhere.resolve("another.zip"));
    try (TestNode node = TestNode.start(data, settings, clock)) {
      List<Path> taken = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clock.advance(Duration.ofMinutes(1));
        taken.add(backups(node).take());
      }
      try (var files = Files.list(elsewhere)) {
        assertThat(files).containsExactlyInAnyOrder(bystander, taken.get(2), taken.get(3));
      }
    }
  }

  @Test
  void whatAKilledNodeDidNotFinishIsDeleted() throws IOException {
    Path backups = Files.createDirectories(data.resolve("backups"));
    Files.createFile(backups.resolve("plait-20260102T030405.678Z.zip.part"));
    Path bystander = Files.createFile(backups.resolve("another.zip.part"));
    try (TestNode node = TestNode.start(data, HOURLY)) {
      awaitCopies(1);
    }
    try (var files = Files.list(backups)) {
      assertThat(files).containsExactlyInAnyOrder(bystander, copies().getFirst());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void nobodyElseMayReadTheDataOrTheCopies() throws IOException {
    Path made = data.resolve("made");
    TestNode.start(made, HOURLY).close();
    for (Path folder : List.of(made, made.resolve("backups"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void aFolderThatWasOpenIsClosedAndSoAreItsFiles() throws IOException {
    try (TestNode node = TestNode.start(data, HOURLY)) {
      awaitCopies(1);
    }
    List<Path> folders = List.of(data, data.resolve("backups"));
    List<Path> files = new ArrayList<>(copies());
    files.add(data.resolve("plait.mv.db"));
    Path bystander = Files.writeString(data.resolve("notes.txt"), "not the node's");
    for (Path folder : folders) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (Path file : files) {
      assertThat(rights(file)).isEqualTo("rw-------");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    String before = rights(bystander);

    try (TestNode node = TestNode.start(data, HOURLY)) {
      assertThat(folders).allMatch(folder -> rights(folder).equals("rwx------"));
      assertThat(files).allMatch(file -> rights(file).equals("rw-------"));
      assertThat(rights(bystander)).isEqualTo(before);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void aFolderThatEverybodyMayWriteToIsRefused() throws IOException {
    Path open = Files.createDirectories(data.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> TestNode.start(open, HOURLY))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("everybody may write to")
        .hasMessageContaining("choose another with --data");
    assertThat(rights(open)).isEqualTo("rwxrwxrwx");
  }

  private static String rights(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no mkfifo")
  void aCopyThatTakesTooLongDoesNotHoldUpTheEnd() throws Exception {
    TestClock clock = new TestClock();
    try (TestNode node = TestNode.start(data, Map.of(), clock)) {
      Backups slow = new Backups(node.parts().database(), elsewhere, 1, clock);
      // Whoever opens it to write waits until somebody reads.
      Path part = elsewhere.resolve(NAME.format(clock.instant()) + ".part");
      assertThat(new ProcessBuilder("mkfifo", part.toString()).start().waitFor()).isZero();
      slow.schedule(3_600_000);
      Awaitility.await().until(() -> isCopying(node));

      assertThat(CompletableFuture.runAsync(() -> slow.close(200)))
          .succeedsWithin(Duration.ofMinutes(1));

      try (InputStream reader = Files.newInputStream(part)) {
        reader.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Test
  void theyAreNotForPostgres() {
    Map<String, String> settings = new HashMap<>(TestPostgres.emptyDatabase());
    settings.putAll(HOURLY);
    assertThatThrownBy(() -> TestNode.start(data, settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("plait.backup.every-minutes");
  }

  private static Backups backups(TestNode node) {
    return Objects.requireNonNull(node.parts().backups());
  }

  private static List<User> copyOf(List<User> users) {
    synchronized (users) {
      return List.copyOf(users);
    }
  }

  /** Whether the database is being copied now. */
  private static boolean isCopying(TestNode node) throws SQLException {
    try (Connection connection = node.parts().queues().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet copying =
            statement.executeQuery(
                "select 1 from information_schema.sessions where executing_statement like 'backup%'"
                    + " or executing_statement like 'BACKUP%'")) {
      return copying.next();
    }
  }

  private void awaitCopies(int count) {
    Awaitility.await().until(() -> copies().size() == count);
  }

  private List<Path> copies() {
    try (var files = Files.list(data.resolve("backups"))) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry; (entry = entries.getNextEntry()) != null; ) {
        Files.copy(entries, folder.resolve(entry.getName()));
      }
    }
  }
}
