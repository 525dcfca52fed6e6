package dev.plait.protocol.wire;

import java.util.List;
import java.util.UUID;

/**
 * One account in a roster.
 *
 * @param account the account
 * @param handle its unique handle
 * @param displayName what to show, may equal the handle
 * @param nameVersion that of the {@link Renamed} which brought the name; 0 for its first one
 * @param owner whether it may add and remove members
 * @param accepted false while the account has not answered the request yet
 * @param devices its devices that take entries
 * @param signedOut those of {@code devices} that are signed out: what is for them waits at the
 *     server, and nobody talks to them directly (SES-13)
 */
public record Member(
    UUID account,
    String handle,
    String displayName,
    long nameVersion,
    boolean owner,
    boolean accepted,
    List<UUID> devices,
    List<UUID> signedOut) {
  /** Copies the lists; refuses what no frame may carry. */
  public Member {
    devices = List.copyOf(devices);
    signedOut = List.copyOf(signedOut);
    Checks.text("handle", handle, 1, Limits.TEXT_CHARS);
    Checks.text("displayName", displayName, 0, Limits.TEXT_CHARS);
    Checks.natural("nameVersion", nameVersion);
    Checks.size("devices", devices, 0, Limits.TARGETS);
    Checks.distinct("devices", devices);
    Checks.distinct("signedOut", signedOut);
    if (!devices.containsAll(signedOut)) {
      throw BadFieldException.malformed("signedOut", "names what is not among devices");
    }
  }

  /** One by its first name. */
  public Member(
      UUID account,
      String handle,
      String displayName,
      boolean owner,
      boolean accepted,
      List<UUID> devices,
      List<UUID> signedOut) {
    this(account, handle, displayName, 0, owner, accepted, devices, signedOut);
  }

  /** One by its first name whose devices are all signed in. */
  public Member(
      UUID account,
      String handle,
      String displayName,
      boolean owner,
      boolean accepted,
      List<UUID> devices) {
    this(account, handle, displayName, owner, accepted, devices, List.of());
  }

  /** The same by its present name, unless this is a later one. */
  public Member calledBy(Renamed name) {
    return name.version() <= nameVersion
        ? this
        : new Member(
            account,
            handle,
            name.displayName(),
            name.version(),
            owner,
            accepted,
            devices,
            signedOut);
  }

  /** Its devices that are signed in. */
  public List<UUID> signedIn() {
    return devices.stream().filter(device -> !signedOut.contains(device)).toList();
  }
}
