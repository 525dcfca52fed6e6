package dev.plait.peer;

import dev.plait.peer.link.ServerUrl;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How to connect a peer.
 *
 * @param server base URL of the server, such as {@code http://localhost:8080}, or {@code
 *     https://example.org/chat} where a proxy shows it under a path
 * @param handle the account's handle
 * @param password null when the device has signed in before; never logged, never kept
 * @param data folder of this device; made when there is none
 * @param deviceName shown in the account's list of devices
 * @param signUp whether to make the account when signing in is refused
 * @param direct whether to try data channels at all
 * @param maxChannels most direct channels at once
 * @param insecureHttp whether {@code http://} may go to another machine, in the open
 * @param tls whom it trusts; null for whom Java trusts
 */
public record PeerOptions(
    URI server,
    String handle,
    @Nullable String password,
    Path data,
    String deviceName,
    boolean signUp,
    boolean direct,
    int maxChannels,
    boolean insecureHttp,
    @Nullable SSLContext tls) {

  /** A device keeps at most this many channels: each costs memory, pings and candidates. */
  public static final int DEFAULT_CHANNELS = 8;

  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException when {@code server} is no address of one; the message says why
   */
  public PeerOptions {
    server = ServerUrl.of(server).base();
  }

  /** Usual settings. */
  public static PeerOptions of(URI server, String handle, @Nullable String password, Path data) {
    return new PeerOptions(
        server, handle, password, data, "java", false, true, DEFAULT_CHANNELS, false, null);
  }

  /** The same, making the account when there is none. */
  public PeerOptions withSignUp() {
    return new PeerOptions(
        server, handle, password, data, deviceName, true, direct, maxChannels, insecureHttp, tls);
  }

  /** The same, with or without data channels. */
  public PeerOptions withDirect(boolean on) {
    return new PeerOptions(
        server, handle, password, data, deviceName, signUp, on, maxChannels, insecureHttp, tls);
  }

  /** The same, where {@code http://} may go to another machine: all on the way can read it. */
  public PeerOptions withInsecureHttp() {
    return new PeerOptions(
        server, handle, password, data, deviceName, signUp, direct, maxChannels, true, tls);
  }

  /** The same, trusting only whom {@code trust} does. */
  public PeerOptions withTls(SSLContext trust) {
    return new PeerOptions(
        server,
        handle,
        password,
        data,
        deviceName,
        signUp,
        direct,
        maxChannels,
        insecureHttp,
        trust);
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "PeerOptions[" + handle + " at " + server + ", data " + data + "]";
  }
}
