package dev.plait.turn.probe;

/** What is wrong with a server, or with the way to it, in words. */
public enum Fault {
  NAME_UNRESOLVED("its name cannot be resolved", "check the spelling and the name's DNS records"),
  UNREACHABLE(
      "this network has no way to it",
      "check the network here; with an IPv6 address, whether it has IPv6"),
  NO_ANSWER(
      "nothing answers",
      "is the server running, and does a firewall, here or there, let this port pass? Many networks"
          + " block UDP: offer TCP and TLS on port 443 as well"),
  REFUSED(
      "the connection is refused",
      "nothing listens on this port: start the server, or correct the port"),
  CLOSED("it closed the connection", "read the server's log"),
  CERTIFICATE_EXPIRED("its TLS certificate has expired", "renew it, and let the server load it"),
  CERTIFICATE_NOT_YET_VALID(
      "its TLS certificate is not valid yet", "check the clock here and the certificate's dates"),
  CERTIFICATE_UNTRUSTED(
      "its TLS certificate comes from nobody who is trusted here",
      "use a certificate of a public authority, and serve its whole chain"),
  CERTIFICATE_WRONG_NAME(
      "its TLS certificate is for another name",
      "use the name of the certificate in the URL, or a certificate for this name"),
  TLS_FAILED(
      "it does not come to an agreement over TLS",
      "is this the TLS port, and does the server speak TLS 1.2 or newer?"),
  NOT_TURN("what answers is no TURN server", "check the port"),
  CREDENTIAL_REFUSED(
      "it does not take the credential",
      "the secret of the TURN server (static-auth-secret) must be one of plait.turn.secret"),
  CREDENTIAL_EXPIRED(
      "the credential has expired", "get a new one; if it is new, check the clocks of both sides"),
  WRONG_REALM(
      "it is of another realm", "set the same realm in the TURN server and in plait.turn.realm"),
  STALE_NONCE("it takes none of its own nonces", "read the server's log"),
  NOT_SEALED(
      "its answer is not sealed with the credential",
      "something on the way answers in its place, or changes what it says"),
  QUOTA_REACHED(
      "the quota of this user is reached",
      "close other connections, or raise user-quota in the TURN server"),
  OUT_OF_CAPACITY(
      "it has no room for more",
      "raise total-quota or the range of relay ports, or add a TURN server"),
  FORBIDDEN("it refuses this peer address", "no fault where the address is to be denied"),
  ALLOCATION_MISMATCH("it does not know the allocation, or knows another", "allocate again"),
  WRONG_CREDENTIALS(
      "the allocation belongs to another user", "use the credential that made the allocation"),
  FAMILY_UNSUPPORTED(
      "it has no relay address of this family",
      "give the server an address of this family (relay-ip), or do not ask for one"),
  ALTERNATE_SERVER("it sends clients to another server", "use that server's URL"),
  OTHER("it refuses", "look the code up in RFC 8489 §18.3 and RFC 8656 §19, read the server's log");

  private final String meaning;
  private final String advice;

  Fault(String meaning, String advice) {
    this.meaning = meaning;
    this.advice = advice;
  }

  /** What is wrong; the server is "it". */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
