package dev.plait.protocol.transcript;

/**
 * Days of the calendar, by number: 0 is the first of January 1970. A day has 23, 24 or 25 hours
 * where clocks change, so days are counted, never hours (TRS-9).
 */
public final class Days {
  /** A time zone. */
  @FunctionalInterface
  public interface Zone {
    /** How far its clocks are ahead of UTC at that moment, in ms; negative in the west. */
    long aheadMs(long atMs);
  }

  /** How a day line reads. */
  public enum Label {
    /** The present day. */
    TODAY,
    /** The one before. */
    YESTERDAY,
    /** Any other: it is to be told by its date. */
    DATE
  }

  private static final long DAY_MS = 86_400_000L;

  private Days() {}

  /** The day on which something was. */
  public static long of(long atMs, Zone zone) {
    return Math.floorDiv(atMs + zone.aheadMs(atMs), DAY_MS);
  }

  /** How a day is called on another one. */
  public static Label label(long day, long today) {
    if (day == today) {
      return Label.TODAY;
    }
    return day == today - 1 ? Label.YESTERDAY : Label.DATE;
  }
}
