package dev.plait.peer.outbox;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file that holds the {@link Identity}, readable by its owner only. Replaced as a whole: a
 * crash leaves the old one or the new one.
 */
final class IdentityFile {
  private final Path file;

  IdentityFile(Path file) {
    this.file = file;
  }

  /** What the file says, or null when there is none. */
  @Nullable Identity read() {
    if (!Files.exists(file)) {
      return null;
    }
    Properties text = new Properties();
    try {
      text.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      return new Identity(
          need(text, "server"),
          need(text, "handle"),
          UUID.fromString(need(text, "account")),
          UUID.fromString(need(text, "device")),
          need(text, "refreshToken"),
          Long.parseUnsignedLong(need(text, "epoch")));
    } catch (IOException e) {
      throw DataException.unavailable("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          DataException.Reason.DAMAGED, file + " is damaged; restore it from a backup", e);
    }
  }

  void write(Identity identity) {
    Properties text = new Properties();
    text.setProperty("server", identity.server());
    text.setProperty("handle", identity.handle());
    text.setProperty("account", identity.account().toString());
    text.setProperty("device", identity.device().toString());
    text.setProperty("refreshToken", identity.refreshToken());
    text.setProperty("epoch", Long.toUnsignedString(identity.epoch()));
    StringWriter out = new StringWriter();
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      text.store(out, "The identity of one Plait device. Keep it secret.");
      Files.deleteIfExists(next);
      writeSynced(next, out.toString().getBytes(StandardCharsets.UTF_8));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new DataException(DataException.Reason.IN_USE, "another process writes " + next, e);
    } catch (IOException e) {
      throw DataException.unavailable("cannot write " + file, e);
    }
  }

  private static void writeSynced(Path file, byte[] content) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, options, mode)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  private static String need(Properties text, String key) {
    String value = text.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException(key);
    }
    return value;
  }
}
