package dev.plait.protocol.delivery;

/** How entries travel between two devices. */
public enum Path {
  /** No way at the moment; entries wait in the outbox. */
  NONE,
  /** Through the server to a device that is online. */
  RELAY,
  /** Over a data channel, device to device. */
  DIRECT,
  /** From the device queue of the server; only ever where received entries came from. */
  STORE;

  /** The path that an ack of something received on this one takes. */
  public Path ackPath() {
    return this == STORE ? RELAY : this;
  }
}
