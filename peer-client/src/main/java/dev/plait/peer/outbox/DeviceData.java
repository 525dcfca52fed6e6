package dev.plait.peer.outbox;

import dev.plait.peer.core.CoreEffect;
import dev.plait.peer.core.DeviceState;
import dev.plait.peer.core.DiskWrite;
import dev.plait.peer.outbox.DataException.Reason;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.StreamId;
import dev.plait.turn.program.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds one device: identity, outbox, cursors, transcript. Locked from {@link
 * #open} to {@link #close}; safe for use by several threads; {@code done} callbacks run on the disk
 * thread in the order of the writes.
 */
public final class DeviceData implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceData.class);

  private static final String META_DEVICE = "device";
  static final String META_EPOCH = "epoch";
  static final String META_EPOCH_BEGUN = "epoch-begun";
  static final String META_EPOCH_PAUSE = "epoch-pause-ms";
  static final String META_LAST_STAMP = "last-stamp";
  static final String META_SERVER_AHEAD = "server-ahead-ms";
  static final String META_CHANGES = "changes-through";
  static final String META_LATEST_CHANGE = "changes-latest";

  private final Path directory;
  private final Path base;
  private final DataLock lock;
  private final IdentityFile identityFile;
  private final TransactionHook hook;
  private final Consumer<Exception> trouble;
  private @Nullable Identity identity;
  private @Nullable Database database;
  private @Nullable GroupCommit commits;
  private boolean closed;

  private DeviceData(
      Path directory, DataLock lock, TransactionHook hook, Consumer<Exception> trouble) {
    this.directory = directory;
    this.base = directory.resolve("peer");
    this.lock = lock;
    this.identityFile = new IdentityFile(directory.resolve("identity.properties"));
    this.hook = hook;
    this.trouble = trouble;
  }

  /** Opens a folder without extras. */
  public static DeviceData open(Path directory) {
    return open(directory, TransactionHook.NONE, failure -> {});
  }

  /**
   * Opens the folder, making it when there is none. What is there is checked and never replaced.
   *
   * @param hook runs in every transaction
   * @param trouble told on the disk thread of every write the disk refused; it is tried again
   * @throws DataException IN_USE, DAMAGED or UNAVAILABLE; nothing was changed
   */
  public static DeviceData open(Path directory, TransactionHook hook, Consumer<Exception> trouble) {
    makePrivate(directory);
    DataLock lock = DataLock.take(directory.resolve("peer.lock"));
    DeviceData data = new DeviceData(directory, lock, hook, trouble);
    try {
      data.openExisting();
      return data;
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static void makePrivate(Path directory) {
    try {
      PrivateFolder.make(directory, "peer.", "identity.");
    } catch (IOException e) {
      throw DataException.unavailable("cannot use the folder " + directory, e);
    }
  }

  private void openExisting() {
    Identity found = identityFile.read();
    if (found == null) {
      return;
    }
    Database opened = Database.open(base, false);
    database = opened;
    try (Handle handle = opened.handle()) {
      TableReader reader = new TableReader(handle);
      if (!found.device().toString().equals(reader.meta(META_DEVICE))) {
        throw new DataException(
            Reason.DAMAGED,
            directory + " holds the database of another device than its identity says");
      }
    } catch (JdbiException e) {
      throw new DataException(Reason.DAMAGED, base + " cannot be read; it is damaged", e);
    }
    identity = found;
    commits = new GroupCommit(opened, hook, trouble);
  }

  /** Who this device is, or null before {@link #create}. */
  public synchronized @Nullable Identity identity() {
    return identity;
  }

  /**
   * Makes a new device here.
   *
   * @throws DataException DAMAGED when there is a used database without an identity
   */
  public synchronized void create(Identity fresh) {
    if (identity != null) {
      throw new IllegalStateException("there is a device here already");
    }
    Database made = Database.open(base, true);
    database = made;
    try (Handle handle = made.handle()) {
      if (!new TableReader(handle).isUnused()) {
        throw new DataException(
            Reason.DAMAGED,
            directory + " holds messages but no identity; restore identity.properties");
      }
      String put = "merge into meta key (name) values (?,?)";
      handle.execute(put, META_DEVICE, fresh.device().toString());
      handle.execute(put, META_EPOCH, Long.toUnsignedString(fresh.epoch()));
      Database.sync(handle);
    }
    makePrivate(directory);
    identityFile.write(fresh);
    identity = fresh;
    commits = new GroupCommit(made, hook, trouble);
  }

  /** Keeps the next refresh token; durable on return. */
  public synchronized void keepRefreshToken(String token) {
    Identity next = needIdentity().withRefreshToken(token);
    identityFile.write(next);
    identity = next;
  }

  /**
   * Keeps that the device starts, under {@code incarnation}, with those before it; durable on
   * return, so that a server or peer never hears of one that is not here (SES-11).
   *
   * @param incarnation drawn at random, not 0
   */
  public void keepIncarnation(long incarnation) {
    Database to;
    synchronized (this) {
      to = database;
    }
    if (to == null) {
      throw notOpen();
    }
    try (Handle handle = to.handle()) {
      handle.execute(
          "insert into incarnation select coalesce(max(place), 0) + 1, ? from incarnation",
          incarnation);
      handle.execute(
          "delete from incarnation where place <= (select max(place) from incarnation) - ?",
          Limits.INCARNATIONS);
      Database.sync(handle);
    } catch (JdbiException e) {
      throw new DataException(Reason.UNAVAILABLE, "cannot write " + base, e);
    }
  }

  /** What was kept until now; read once at the start. */
  public DeviceState load() {
    Identity self = needIdentity();
    return read(reader -> reader.state(self));
  }

  /** The last {@code limit} entries of a conversation, oldest first, in the order of I6. */
  public List<TranscriptEntry> transcript(UUID conversation, int limit) {
    return read(reader -> reader.transcript(conversation, limit));
  }

  /** How far this account has read the streams of a conversation; 0 is left out. */
  public Map<StreamId, Long> readThrough(UUID conversation) {
    return read(reader -> reader.readThrough(conversation));
  }

  /** Entries of a stream, with the bytes as sent; those that are not there are left out. */
  public List<Entry> entries(StreamId stream, List<Range> seqs) {
    return read(
        reader ->
            seqs.stream()
                .flatMap(
                    range -> reader.stream(stream, range.fromSeq(), range.throughSeq()).stream())
                .map(TranscriptEntry::entry)
                .toList());
  }

  /** What {@link CoreEffect.ReadAgain} asks for, ascending. */
  public List<Entry> again(CoreEffect.ReadAgain asked) {
    return read(reader -> reader.again(asked)).stream().map(TranscriptEntry::entry).toList();
  }

  /**
   * Keeps writes in order, as one transaction; groups of them share one sync.
   *
   * @param done runs on the disk thread when they are durable, and gets the ids of received entries
   *     that were not kept again, since the transcript has them
   */
  public void write(List<DiskWrite> writes, Consumer<Set<UUID>> done) {
    GroupCommit to;
    synchronized (this) {
      to = commits;
    }
    if (to == null) {
      throw notOpen();
    }
    to.submit(writes, done);
  }

  private synchronized IllegalStateException notOpen() {
    return new IllegalStateException(closed ? "the peer is closed" : "no device here yet");
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized Identity needIdentity() {
    if (identity == null) {
      throw notOpen();
    }
    return identity;
  }

  private <T> T read(java.util.function.Function<TableReader, T> question) {
    Database from;
    synchronized (this) {
      from = database;
    }
    if (from == null) {
      throw notOpen();
    }
    try (Handle handle = from.handle()) {
      return question.apply(new TableReader(handle));
    } catch (JdbiException e) {
      if (isClosed()) {
        throw notOpen();
      }
      throw new DataException(Reason.UNAVAILABLE, "cannot read " + base, e);
    }
  }

  /** Writes what still waits and lets go of the folder. */
  @Override
  public void close() {
    GroupCommit stopping;
    synchronized (this) {
      closed = true;
      stopping = commits;
      commits = null;
    }
    if (stopping != null) {
      stopping.close();
      LOG.debug("wrote {} groups", stopping.groups());
    }
    synchronized (this) {
      if (database != null) {
        database.close();
        database = null;
      }
      lock.close();
    }
  }
}
