package dev.plait.peer.outbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a data directory for one peer at a time; the system lets go when the process dies. */
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataLock take(Path file) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      closeQuietly(channel);
      throw inUse(file);
    } catch (IOException e) {
      closeQuietly(channel);
      throw DataException.unavailable("cannot lock " + file, e);
    }
    closeQuietly(channel);
    throw inUse(file);
  }

  private static DataException inUse(Path file) {
    return new DataException(
        DataException.Reason.IN_USE,
        "the data in " + file.getParent() + " is in use by another peer; stop it or pass --data");
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Closing releases the lock even when it reports a failure; there is nothing to add.
        return;
      }
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
