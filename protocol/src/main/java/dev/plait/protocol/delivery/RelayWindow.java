package dev.plait.protocol.delivery;

/**
 * What one session may have posted to the server and not heard of: neither stored, delivered nor
 * refused. One for all senders of a device, owned by its thread; {@link #open} on every {@code
 * welcome}. An entry counts once, however many targets it has.
 */
public final class RelayWindow {
  private int limitEntries;
  private long limitBytes;
  private int entries;
  private long bytes;
  private boolean released;

  /** A window as wide as {@code welcome} says. */
  public RelayWindow(int limitEntries, long limitBytes) {
    open(limitEntries, limitBytes);
  }

  /** Takes over the limits of a new session; what senders still count stays counted. */
  public void open(int windowEntries, long windowBytes) {
    if (windowEntries < 1 || windowBytes < 1) {
      throw new IllegalArgumentException("window " + windowEntries + ", " + windowBytes);
    }
    limitEntries = windowEntries;
    limitBytes = windowBytes;
    released = true;
  }

  /** Whether space came free since the last call: then the other senders are worth a poll. */
  public boolean takeReleased() {
    boolean was = released;
    released = false;
    return was;
  }

  /** Entries posted and unanswered. */
  public int entries() {
    return entries;
  }

  /** Bytes of bodies posted and unanswered. */
  public long bytes() {
    return bytes;
  }

  /** Counts one entry if it fits; the first always fits, so that no entry is too large for good. */
  boolean tryAcquire(int bodyBytes) {
    if (entries > 0 && (entries >= limitEntries || bytes + bodyBytes > limitBytes)) {
      return false;
    }
    entries++;
    bytes += bodyBytes;
    return true;
  }

  void release(int bodyBytes) {
    entries--;
    bytes -= bodyBytes;
    released = true;
    if (entries < 0 || bytes < 0) {
      throw new IllegalStateException("window released more than acquired");
    }
  }
}
