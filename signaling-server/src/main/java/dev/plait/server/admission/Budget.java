package dev.plait.server.admission;

/** What is counted, and by what key. */
public enum Budget {
  /** All requests, by network of the client. */
  ADDRESS,
  /** Requests of an account. */
  ACCOUNT,
  /** Requests of a device. */
  DEVICE,
  /** Upgrades that no good hello followed, by network. */
  CONNECT,
  /** New accounts, by network. */
  SIGN_UP,
  /** Sign-ins and refreshes, by network. */
  SIGN_IN,
  /** Exact-handle look-ups, by account. */
  LOOKUP,
  /** Devices that are told of changes, by who changes something. */
  CHANGE,
  /** Strangers asked into conversations, by who asks. */
  REQUEST,
  /** The same, by network. */
  REQUEST_ADDRESS
}
