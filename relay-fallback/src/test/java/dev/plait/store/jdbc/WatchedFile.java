package dev.plait.store.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * Real files under {@code watched:}, which count what a power cut would take: writes that were not
 * forced to the disk. {@link #register} once per process.
 */
public final class WatchedFile extends FilePathWrapper {
  private static final AtomicLong WRITES = new AtomicLong();
  private static final AtomicLong FORCED = new AtomicLong();
  private static volatile boolean refusing;

  /** Makes H2 know the scheme. */
  static void register() {
    FilePath.register(new WatchedFile());
  }

  /** Writes so far, in all files. */
  static long writes() {
    return WRITES.get();
  }

  /** Whether the disk takes what is written and then fails to sync it. */
  static void refuseForce(boolean refuse) {
    refusing = refuse;
  }

  /** How many of them a power cut would take now. */
  static long unforced() {
    return WRITES.get() - FORCED.get();
  }

  @Override
  public String getScheme() {
    return "watched";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(super.open(mode));
  }

  /** H2 has one file per database, so forcing it forces all writes before. */
  private static final class Channel extends FileBaseDefault {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public synchronized int write(ByteBuffer bytes, long at) throws IOException {
      WRITES.incrementAndGet();
      return file.write(bytes, at);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (refusing) {
        throw new IOException("the disk does not sync");
      }
      long before = WRITES.get();
      file.force(metaData);
      FORCED.set(before);
    }

    @Override
    public synchronized int read(ByteBuffer bytes, long at) throws IOException {
      return file.read(bytes, at);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public synchronized FileLock tryLock(long at, long size, boolean shared) throws IOException {
      return file.tryLock(at, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
