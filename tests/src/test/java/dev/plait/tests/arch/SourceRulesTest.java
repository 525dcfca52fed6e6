package dev.plait.tests.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds what no class file tells: the size of files and methods, and what sources never say. */
class SourceRulesTest {
  /** HOUSE_STYLE and CONTRIBUTING: one class that swallows everything is how such projects end. */
  private static final int FILE_LINES = 400;

  /** A screen. */
  private static final int METHOD_LINES = 60;

  private static final Path ROOT = Path.of("..");

  private final List<Path> sources = sources();

  @Test
  void filesStayUnder400Lines() {
    assertThat(sources).filteredOn(file -> lines(file).size() >= FILE_LINES).isEmpty();
  }

  @Test
  void methodsStayUnder60Lines() throws IOException {
    assertThat(longMethods()).isEmpty();
  }

  @Test
  void nothingSleeps() {
    assertThat(sources)
        .filteredOn(file -> !file.endsWith("SourceRulesTest.java"))
        .filteredOn(file -> lines(file).stream().anyMatch(line -> line.contains("Thread.sleep")))
        .isEmpty();
  }

  /** What cuts a data channel is in the tests, and not in what users get. */
  @Test
  void nothingThatUsersGetMakesABlackHole() throws IOException {
    List<Path> shipped = new ArrayList<>(sources);
    shipped.removeIf(file -> file.toString().contains("/src/test/") || file.startsWith("../tests"));
    try (Stream<Path> files = Files.walk(ROOT.resolve("web-demo/lib"))) {
      files.filter(file -> file.toString().endsWith(".js")).forEach(shipped::add);
    }

    assertThat(shipped)
        .hasSizeGreaterThan(400)
        .noneMatch(
            file -> lines(file).stream().anyMatch(line -> line.matches("(?i).*black.?hole.*")));
  }

  /** Without this a download that does not match its checksum is only warned of. */
  @Test
  void mavenTakesNothingWithoutItsChecksum() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve(".mvn/maven.config")))
        .containsExactly("--strict-checksums");
  }

  @Test
  void errorProneAndNullAwayLookAtEverySource() throws IOException {
    String checked = Files.readString(Path.of("checks/pom.xml"));

    assertThat(sources.stream().map(Path::toString).map(SourceRulesTest::sourceRoot).distinct())
        .contains("../protocol/src/main/java", "../tests/src/test/java")
        .allSatisfy(
            root ->
                assertThat(checked)
                    .contains("<compileSourceRoot>${project.basedir}/../" + root + "<"));
  }

  private static String sourceRoot(String file) {
    return file.substring(0, file.indexOf("/java/") + "/java".length());
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    assertThat(sources.stream().map(Path::getParent).distinct())
        .filteredOn(folder -> folder.toString().contains("/src/main/"))
        .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
  }

  private List<String> longMethods() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, found).scan(unit, null);
      }
    }
    return found;
  }

  /** Walks one file, lambdas and nested classes included in the method around them. */
  private static final class MethodLengths extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> found;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      long from = lineOf(positions.getStartPosition(unit, method));
      long through = lineOf(positions.getEndPosition(unit, method));
      if (through - from + 1 >= METHOD_LINES) {
        found.add(unit.getSourceFile().getName() + ":" + from + " " + method.getName());
      }
      return super.visitMethod(method, null);
    }

    private long lineOf(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }

  private static List<Path> sources() {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(SourceRulesTest::javaFiles)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
