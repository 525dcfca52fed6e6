package dev.plait.turn.program;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for what nobody else on the machine may read: password hashes, keys, messages. Where the
 * file system knows no such rights, they stay as they are.
 */
public final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes the folder, or takes one that is there, and closes it to all but its owner. One that
   * everybody may write to is refused: others use it, too, and may have put something in it.
   *
   * @param ours how the names begin of the files in it that are closed as well
   * @throws IOException with a sentence when it cannot be made or closed
   */
  public static void make(Path folder, String... ours) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder");
    }
    boolean fresh = !Files.isDirectory(folder);
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new IOException(Failure.sentence(e), e);
    }
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    if (!fresh
        && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "everybody may write to " + folder + "; use a folder in it, or another");
    }
    close(folder, "rwx------");
    for (Path file : filesIn(folder, ours)) {
      close(file, "rw-------");
    }
  }

  private static List<Path> filesIn(Path folder, String... ours) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> Stream.of(ours).anyMatch(String.valueOf(file.getFileName())::startsWith))
          .toList();
    }
  }

  private static void close(Path file, String rights) throws IOException {
    if (PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals(rights)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    } catch (IOException e) {
      throw new IOException(
          "others may read "
              + file
              + ", and this user may not change that: it belongs to "
              + Files.getOwner(file).getName(),
          e);
    }
  }
}
