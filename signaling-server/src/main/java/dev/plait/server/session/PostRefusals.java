package dev.plait.server.session;

import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Range;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Refuses whole posts before they reach the relay. */
final class PostRefusals {
  private PostRefusals() {}

  /** Refuses every entry of {@code post} for every target. */
  static Frame.Refused all(
      Frame.Post post, UUID sender, RefusalCode code, String message, long retryAfterMs) {
    List<Range> seqs = new ArrayList<>();
    for (var posted : post.entries()) {
      seqs.add(new Range(posted.entry().seq(), posted.entry().seq()));
    }
    return new Frame.Refused(
        post.ref(),
        code,
        message,
        new StreamId(post.conversation(), sender, post.epoch()),
        null,
        merged(seqs),
        retryAfterMs);
  }

  private static List<Range> merged(List<Range> ascending) {
    List<Range> runs = new ArrayList<>();
    for (Range next : ascending) {
      if (!runs.isEmpty() && runs.getLast().throughSeq() + 1 == next.fromSeq()) {
        Range last = runs.removeLast();
        runs.add(new Range(last.fromSeq(), next.throughSeq()));
      } else {
        runs.add(next);
      }
    }
    return runs;
  }
}
