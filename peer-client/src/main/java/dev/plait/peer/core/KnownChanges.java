package dev.plait.peer.core;

/**
 * Which changes of its conversations a device has heard of (SES-14).
 *
 * @param throughChange up to here of all, as the server said; 0 for none
 * @param latestChange the highest of them, told in any order; 0 for none
 */
public record KnownChanges(long throughChange, long latestChange) {
  /** Of none. */
  public static final KnownChanges NONE = new KnownChanges(0, 0);

  /** One more was told. */
  KnownChanges with(long change) {
    return new KnownChanges(throughChange, Math.max(latestChange, change));
  }
}
