package dev.plait.protocol.wire;

import java.util.List;
import java.util.UUID;

/**
 * One account in a roster.
 *
 * @param account the account
 * @param handle its unique handle
 * @param displayName what to show, may equal the handle
 * @param owner whether it may add and remove members
 * @param accepted false while the account has not answered the request yet
 * @param devices its devices that take entries
 */
public record Member(
    UUID account,
    String handle,
    String displayName,
    boolean owner,
    boolean accepted,
    List<UUID> devices) {
  /** Copies the list. */
  public Member {
    devices = List.copyOf(devices);
  }
}
