package dev.plait.server.session;

/**
 * Limits of one connection, and of what one account may ask for on all of its together (I7).
 *
 * @param helloMs the first frame must come within this time
 * @param pingIntervalMs how often a client must ping
 * @param idleMs silence after which a connection counts as dead; less than 30 s
 * @param framesPerSecond frames read per second in the long run, of a connection and of an account;
 *     over it the server reads slower
 * @param bytesPerSecond the same in characters
 * @param keptPerSecond what an account may make the relay and the store keep, in bytes
 * @param pushedPerSecond what an account may push to the sockets of others, in bytes: a quarter of
 *     a line of 8 Mbit/s
 * @param outBytes characters waiting for a client that does not read; over it the connection closes
 */
public record SessionLimits(
    long helloMs,
    int pingIntervalMs,
    long idleMs,
    int framesPerSecond,
    int bytesPerSecond,
    int keptPerSecond,
    int pushedPerSecond,
    int outBytes) {

  /**
   * Hello as SES-1 says; two missed pings and a margin make 25 s. The budgets are ten times what a
   * busy bot needs and a small part of what one core serves.
   */
  public static final SessionLimits DEFAULT =
      new SessionLimits(10_000, 10_000, 25_000, 500, 4 << 20, 4 << 20, 256 << 10, 8 << 20);
}
