package dev.plait.server.session;

import dev.plait.protocol.wire.Address;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.PostedEntry;
import dev.plait.protocol.wire.StreamPosition;
import dev.plait.server.conversation.Directory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a frame makes others pay, in bytes.
 *
 * @param kept what the relay and the store have to keep, look up or delete: for each target the
 *     body, the part, and what a row takes
 * @param pushed what goes to the sockets of others at once, whether they want it or not
 */
record Cost(long kept, long pushed) {
  private static final Cost NOTHING = new Cost(0, 0);

  /** What a row takes beside its bytes. */
  private static final int ROW = 256;

  /** What has its own look into the store and its own answer takes. */
  private static final int QUESTION = 4 * ROW;

  /** A short frame to one device. */
  private static final int NOTE = 128;

  /** A receipt to one device, and each range in it: two numbers of 16 digits. */
  private static final int RECEIPT = 300;

  private static final int RANGE = 36;

  /** News of presence to very many are one frame each, and few of them are connected. */
  private static final int MOST_FOR_PRESENCE = 64 << 10;

  /** What one of an account costs now. */
  static Cost of(ClientFrame frame, UUID account, Directory directory) {
    return switch (frame) {
      case Frame.Post post -> new Cost(ofPost(post), 0);
      case Frame.Cancel _ -> new Cost(QUESTION, 0);
      case Frame.Ack ack -> new Cost(ROW, receipt(ack.position()));
      case Frame.Have have ->
          new Cost(
              (long) ROW * have.in().size() + (long) QUESTION * have.out().size(),
              have.in().stream().mapToLong(Cost::receipt).sum());
      case Frame.Signal signal -> new Cost(0, NOTE + signal.payload().length());
      case Frame.Typing typing ->
          new Cost(0, NOTE * devices(directory.roster(typing.conversation())));
      case Frame.Presence _ ->
          new Cost(
              0,
              Math.min(MOST_FOR_PRESENCE, (long) NOTE * directory.acceptedPeersOf(account).size()));
      case Frame.Hello _, Frame.Token _, Frame.Ping _, Frame.Pong _ -> NOTHING;
    };
  }

  /** Its sender is told each position, with all that the device holds. */
  private static long receipt(StreamPosition position) {
    return RECEIPT + (long) RANGE * position.held().size();
  }

  private static long ofPost(Frame.Post post) {
    long bytes = 0;
    for (PostedEntry posted : post.entries()) {
      for (Address to : posted.to()) {
        var part = to.part();
        bytes += ROW + posted.entry().body().size() + (part == null ? 0 : part.size());
      }
    }
    return bytes;
  }

  private static long devices(Frame.@Nullable Roster roster) {
    return roster == null
        ? 0
        : roster.members().stream().mapToLong(member -> member.devices().size()).sum();
  }
}
