package dev.plait.relay;

/**
 * Every limit of the relay core (I7).
 *
 * @param graceMinMs shortest wait for an ack before an entry is committed
 * @param graceMaxMs longest wait
 * @param groupMs how long a batch stays open for more rows
 * @param groupRows rows at which a batch closes at once, and its largest size when all are for one
 *     target; those for many targets cost more
 * @param creditEntries entries sent to a device and not acked before it goes back to draining
 * @param creditBytes the same in bytes of bodies and parts
 * @param pageEntries most rows of one page
 * @param pageBytes most bytes of one page
 * @param windowEntries most entries of one sender with a target that is not answered; a session is
 *     told so in its {@code welcome}
 * @param windowBytes the same in bytes of bodies
 * @param custodyBytes most bytes held in memory for all senders together: bodies, parts, and what
 *     rows take beside them
 * @param retryAfterMs what a refused sender is told to wait
 * @param stallMs time without an ack after which what a device does not hold counts as lost and is
 *     sent again: longer than a commit of the device ever takes
 * @param queueMs age at which a row expires
 * @param expireEveryMs pause between two looks for expired rows
 */
public record RelayLimits(
    long graceMinMs,
    long graceMaxMs,
    long groupMs,
    int groupRows,
    int creditEntries,
    long creditBytes,
    int pageEntries,
    long pageBytes,
    int windowEntries,
    long windowBytes,
    long custodyBytes,
    long retryAfterMs,
    long stallMs,
    long queueMs,
    long expireEveryMs) {

  /**
   * The values of DESIGN section 4. A group of 3 ms costs less than one sync; 256 rows a group gave
   * 33,000 durable rows/s. A quarter of the credit a page keeps reading and acking overlapped. The
   * window is as wide as the credit: more could not be under way to a single device.
   */
  public static final RelayLimits DEFAULT =
      new RelayLimits(
          50,
          500,
          3,
          256,
          512,
          1L << 20,
          128,
          256L << 10,
          512,
          1L << 20,
          64L << 20,
          1_000,
          10_000,
          30L * 24 * 3_600_000,
          60_000);
}
