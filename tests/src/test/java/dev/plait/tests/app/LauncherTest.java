package dev.plait.tests.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small clone that is built: its one program says what it was started with. */
@Tag("waits")
@EnabledOnOs(value = OS.LINUX, disabledReason = "users and links as Linux has them")
class LauncherTest {
  private static final String PROGRAM =
      """
      package dev.plait.tests.sim;
      public class SimulateMain {
        public static void main(String[] arguments) {
          System.out.println(String.join("|", arguments));
          System.out.println(System.getProperty("sun.jnu.encoding"));
        }
      }
      """;

  private static final List<String> SAID = List.of("--seeds|a b", "UTF-8");

  private record Ended(int exit, String said) {}

  @TempDir Path folder;

  private Path clone;

  @BeforeEach
  void build() throws Exception {
    clone = Files.createDirectories(folder.resolve("a clone"));
    Files.copy(Path.of("../plait"), clone.resolve("plait"));
    Files.copy(Path.of("../pom.xml"), clone.resolve("pom.xml"));
    Path source = clone.resolve("tests/src/main/java/SimulateMain.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, PROGRAM);
    Path classes = Files.createDirectories(clone.resolve("tests/target/classes"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertThat(compiled).isZero();
    Files.createDirectory(clone.resolve("target"));
    Files.writeString(clone.resolve("target/plait-classpath"), "tests/target/classes");
    Files.createFile(clone.resolve("target/plait-build"));
    for (Path built : List.of(source, clone.resolve("pom.xml"))) {
      Files.setLastModifiedTime(built, FileTime.from(Instant.now().minusSeconds(60)));
    }
    letOthersRead();
  }

  @Test
  void itWorksThroughLinksAndLeavesNothingBesideThem() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/bin"));
    Files.createSymbolicLink(elsewhere.resolve("absolute"), clone.resolve("plait"));
    Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("../../a clone/plait"));
    Files.createSymbolicLink(elsewhere.resolve("chain"), Path.of("relative"));
    for (String link : List.of("absolute", "relative", "chain")) {
      assertStarts(run(List.of(), elsewhere.resolve(link).toString()));
      assertStarts(run(List.of(), "./" + link, elsewhere));
    }
    assertThat(names(elsewhere)).containsExactlyInAnyOrder("absolute", "relative", "chain");
  }

  @Test
  void itTakesNoLockAndWritesNothingWhenNothingIsStale() throws Exception {
    assertStarts(run(List.of(), clone.resolve("plait").toString()));
    assertThat(names(clone.resolve("target")))
        .containsExactlyInAnyOrder("plait-build", "plait-classpath");
  }

  @Test
  void anotherUserMayUseACloneThatIsBuiltAndIsToldWhenItIsNot() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root may be somebody else");
    List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    assertStarts(run(nobody, clone.resolve("plait").toString()));

    Path source = clone.resolve("tests/src/main/java/SimulateMain.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    Ended ended = run(nobody, clone.resolve("plait").toString());
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.said()).contains("is older than its sources").contains("may not write there");
    assertThat(names(clone.resolve("target")))
        .containsExactlyInAnyOrder("plait-build", "plait-classpath");
  }

  private static void assertStarts(Ended ended) {
    assertThat(ended.exit()).as(ended.said()).isZero();
    assertThat(ended.said().lines()).containsExactlyElementsOf(SAID);
  }

  private Ended run(List<String> as, String launcher) throws Exception {
    return run(as, launcher, folder);
  }

  /** Starts it in a locale that knows ASCII only. */
  private static Ended run(List<String> as, String launcher, Path where) throws Exception {
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of(launcher, "simulate", "--seeds", "a b"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder
        .environment()
        .putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "LC_ALL", "C"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  private static List<String> names(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void letOthersRead() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        boolean runs = Files.isDirectory(file) || file.endsWith("plait");
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
