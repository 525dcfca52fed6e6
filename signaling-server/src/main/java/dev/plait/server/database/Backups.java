package dev.plait.server.database;

import dev.plait.turn.program.PrivateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes consistent copies of the embedded database while it is in use, on a thread of its own, and
 * deletes the oldest. A copy has its final name only when all of it is on disk.
 */
public final class Backups {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private static final Pattern OURS = Pattern.compile("plait-\\d{8}T\\d{6}\\.\\d{3}Z\\.zip");

  /** How the names of copies begin. */
  private static final String PREFIX = "plait-";

  /** At the end of the name of a copy that is not complete. */
  private static final String PART = ".part";

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'plait-'yyyyMMdd'T'HHmmss.SSS'Z.zip'").withZone(ZoneOffset.UTC);

  private final NodeDatabase database;
  private final Path folder;
  private final int keep;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("backup").daemon().factory());
  private volatile long newestMs;
  private @Nullable ScheduledFuture<?> schedule;

  /**
   * Starts with nothing scheduled, and deletes what an earlier life of the node did not finish.
   *
   * @param folder where to; made when it is not there
   * @param keep how many copies stay
   * @throws IOException when the folder cannot be made or read
   */
  public Backups(NodeDatabase database, Path folder, int keep, InstantSource clock)
      throws IOException {
    this.database = database;
    this.folder = folder;
    this.keep = keep;
    this.clock = clock;
    PrivateFolder.make(folder, PREFIX);
    for (Path unfinished : ours(PART)) {
      Files.delete(unfinished);
    }
    List<Path> there = copies();
    this.newestMs =
        there.isEmpty() ? 0 : NAME.parse(name(there.getLast()), Instant::from).toEpochMilli();
  }

  /** From now on takes one whenever the newest is so old, over restarts too. */
  public void schedule(long everyMs) {
    long firstInMs = Math.clamp(newestMs + everyMs - clock.millis(), 0, everyMs);
    schedule =
        thread.scheduleAtFixedRate(this::takeOrLog, firstInMs, everyMs, TimeUnit.MILLISECONDS);
  }

  /** When the newest copy was taken, in milliseconds since 1970; 0 when there is none. */
  public long newestMs() {
    return newestMs;
  }

  /**
   * Takes a copy now and blocks meanwhile.
   *
   * @return a ZIP with the database file in it
   */
  public synchronized Path take() throws IOException {
    Instant now = clock.instant();
    Path copy = folder.resolve(NAME.format(now));
    Path part = folder.resolve(name(copy) + PART);
    try {
      database.copyTo(part);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      PrivateFolder.make(folder, PREFIX);
    } finally {
      Files.deleteIfExists(part);
    }
    newestMs = now.toEpochMilli();
    List<Path> all = copies();
    for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
      Files.delete(old);
    }
    return copy;
  }

  private void takeOrLog() {
    try {
      LOG.info("backup taken: {}", take());
    } catch (IOException | RuntimeException e) {
      LOG.warn("no backup was taken in {}", folder, e);
    }
  }

  /** The oldest first. */
  private List<Path> copies() throws IOException {
    return ours("");
  }

  /** Files named like a copy and {@code suffix}, the oldest first. */
  private List<Path> ours(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(suffix))
          .filter(file -> OURS.matcher(nameBefore(file, suffix)).matches())
          .sorted(Comparator.comparing(Backups::name))
          .toList();
    }
  }

  private static String nameBefore(Path file, String suffix) {
    String name = name(file);
    return name.substring(0, name.length() - suffix.length());
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /**
   * Takes no more, and waits for a copy under way. One that takes longer is given up: it never gets
   * its final name, and the next start deletes it.
   */
  public void close(long mostMs) {
    if (schedule != null) {
      schedule.cancel(false);
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(mostMs, TimeUnit.MILLISECONDS)) {
        LOG.warn("the backup under way takes longer than {} ms; it is given up", mostMs);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
