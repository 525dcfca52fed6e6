package dev.plait.peer.link;

import dev.plait.protocol.wire.Bytes;
import java.util.List;
import java.util.UUID;

/**
 * A request that waits for an answer (docs/openapi.yaml, openRequest).
 *
 * @param conversation to accept, decline or block
 * @param by who asks
 * @param handle theirs
 * @param displayName theirs
 * @param members how many are in it, those included who have not answered
 * @param atMs since when it waits, milliseconds since 1970
 * @param entries the first of what was said, oldest first
 */
public record OpenRequest(
    UUID conversation,
    UUID by,
    String handle,
    String displayName,
    long members,
    long atMs,
    List<Said> entries) {
  /** Copies the list. */
  public OpenRequest {
    entries = List.copyOf(entries);
  }

  /**
   * One entry.
   *
   * @param account who says it
   * @param id of the message
   * @param body as it was sent
   * @param atMs when the server took it
   */
  public record Said(UUID account, UUID id, Bytes body, long atMs) {}
}
