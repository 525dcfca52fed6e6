package dev.plait.protocol.delivery;

/**
 * Every limit of a {@link Sender} (I7).
 *
 * @param outboxEntries most entries for which neither targets nor server have taken over
 * @param outboxBytes the same in bytes of bodies
 * @param directEntries most entries unacked on the direct path to one target
 * @param directBytes the same in bytes of bodies
 * @param transcriptEntries most bodies asked back from the transcript at a time
 * @param resendMinMs how long to wait for the first ack before sending again
 * @param resendMaxMs longest wait between two resends
 * @param retryMinMs first wait after a refusal that names none
 * @param retryMaxMs longest wait after such refusals in a row
 */
public record SenderLimits(
    int outboxEntries,
    long outboxBytes,
    int directEntries,
    long directBytes,
    int transcriptEntries,
    long resendMinMs,
    long resendMaxMs,
    long retryMinMs,
    long retryMaxMs) {
  /**
   * As large an outbox as the server's device queue; 1 MiB in flight fills 40 MB/s at 25 ms; three
   * seconds are well over the 500 ms grace of the server plus a slow commit.
   */
  public static final SenderLimits DEFAULT =
      new SenderLimits(10_000, 64L << 20, 1024, 1L << 20, 64, 3_000, 60_000, 50, 30_000);
}
