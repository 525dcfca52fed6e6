package dev.plait.tests.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The tests of all modules after a run.
 *
 * @param tests how many ran, skipped ones included
 * @param skipped how many of them were skipped
 * @param failures {@code module: class.method} of each that failed, with the first line of why; and
 *     of each class of tests that was to run and left no result
 * @param classes each class, with the seconds that it took
 */
record SuiteReport(int tests, int skipped, List<String> failures, List<Took> classes) {
  private static final String SUFFIX = "Test.class";

  private static final List<String> ANNOTATIONS =
      List.of(
          "Lorg/junit/jupiter/api/Test;",
          "Lorg/junit/jupiter/params/ParameterizedTest;",
          "Lorg/junit/jupiter/api/TestFactory;",
          "Lnet/jqwik/api/Property;",
          "Lcom/tngtech/archunit/junit/ArchTest;");

  /** An extension may disable a class as a whole, as where there is no laboratory: no result. */
  private static final String CONDITION = "Lorg/junit/jupiter/api/extension/RegisterExtension;";

  /**
   * How long a class took.
   *
   * @param name module and class
   * @param seconds from its beginning to its end
   */
  record Took(String name, double seconds) {}

  /** Reads the reports below {@code root}, the folder with the modules. */
  static SuiteReport read(Path root) throws IOException {
    Reading reading = new Reading();
    for (Path module : modules(root)) {
      reading.module(module);
    }
    return new SuiteReport(reading.tests, reading.skipped, reading.failures, reading.classes);
  }

  private static List<Path> modules(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("target/test-classes")))
          .sorted()
          .toList();
    }
  }

  /** Adds up, one module after the other. */
  private static final class Reading {
    private final List<String> failures = new ArrayList<>();
    private final List<Took> classes = new ArrayList<>();
    private int tests;
    private int skipped;

    void module(Path module) throws IOException {
      String name = String.valueOf(module.getFileName());
      Set<String> reported = new HashSet<>();
      Path reports = module.resolve("target/surefire-reports");
      if (Files.isDirectory(reports)) {
        try (Stream<Path> files = Files.list(reports)) {
          for (Path file : files.filter(SuiteReport::isReport).sorted().toList()) {
            reported.add(report(name, file));
          }
        }
      }
      for (String expected : expected(module.resolve("target/test-classes"))) {
        if (!reported.contains(expected)) {
          failures.add(name + ": " + expected + ": no result; its process may have died");
        }
      }
    }

    private String report(String module, Path file) throws IOException {
      Element suite = parse(file).getDocumentElement();
      classes.add(
          new Took(
              module + ": " + suite.getAttribute("name"),
              Double.parseDouble(suite.getAttribute("time"))));
      NodeList cases = suite.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        tests++;
        one(module, (Element) cases.item(i));
      }
      return suite.getAttribute("name");
    }

    private void one(String module, Element test) {
      if (test.getElementsByTagName("skipped").getLength() > 0) {
        skipped++;
      }
      for (String kind : List.of("failure", "error")) {
        NodeList found = test.getElementsByTagName(kind);
        if (found.getLength() > 0) {
          String why = ((Element) found.item(0)).getAttribute("message").strip();
          failures.add(
              "%s: %s.%s: %s"
                  .formatted(
                      module,
                      test.getAttribute("classname"),
                      test.getAttribute("name"),
                      why.lines().findFirst().orElse("")));
        }
      }
    }
  }

  private static boolean isReport(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }

  private static Document parse(Path file) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /** The classes that Surefire was to run: those that have tests of their own, come what may. */
  private static List<String> expected(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      List<String> names = new ArrayList<>();
      for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
        String path = classes.relativize(file).toString();
        if (!path.contains("$") && hasTests(file)) {
          names.add(
              path.substring(0, path.length() - ".class".length())
                  .replace(file.getFileSystem().getSeparator(), "."));
        }
      }
      return names;
    }
  }

  /** By the names in it, without loading it. */
  private static boolean hasTests(Path file) throws IOException {
    String names = Files.readString(file, StandardCharsets.ISO_8859_1);
    return ANNOTATIONS.stream().anyMatch(names::contains) && !names.contains(CONDITION);
  }
}
