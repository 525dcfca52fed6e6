package dev.plait.tests.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    copyFiles(folder, copy.path);
    return copy;
  }

  /** Copies the files of a folder into another one. */
  static void copyFiles(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
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
