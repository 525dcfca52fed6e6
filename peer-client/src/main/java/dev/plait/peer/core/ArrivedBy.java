package dev.plait.peer.core;

/** The path by which an entry of the transcript came. */
public enum ArrivedBy {
  /** Said by this device. */
  SELF(0),
  /** Over a data channel. */
  DIRECT(1),
  /** Through the server, forwarded live. */
  RELAY(2),
  /** Through the server, from the device queue. */
  STORE(3);

  private final int code;

  ArrivedBy(int code) {
    this.code = code;
  }

  /** The number in the transcript; never changes its meaning. */
  public int code() {
    return code;
  }

  /** The path of a number in the transcript. */
  public static ArrivedBy ofCode(int code) {
    for (ArrivedBy by : values()) {
      if (by.code == code) {
        return by;
      }
    }
    throw new IllegalArgumentException("no path has the number " + code);
  }
}
