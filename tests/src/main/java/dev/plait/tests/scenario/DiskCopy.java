package dev.plait.tests.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a folder held at one moment, to be looked at and thrown away.
 *
 * @param path where the copy is
 */
public record DiskCopy(Path path) implements AutoCloseable {
  /** Copies the files of a folder; nobody may write to it meanwhile. */
  public static DiskCopy ofFolder(Path folder) throws IOException {
    DiskCopy copy = new DiskCopy(Files.createTempDirectory("plait-disk"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.path.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** Deletes a folder and all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
