package dev.plait.turn.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Comes to a server by the transport of its URL, and names what is in the way. */
final class Reaching {
  private Reaching() {}

  /**
   * Reaches the server at the first of its addresses that takes a connection.
   *
   * @throws TurnException when it cannot be reached within the timeout
   */
  static Carrier reach(TurnUrl url, TurnOptions options) throws TurnException {
    Deadline deadline = Deadline.in(options.timeout());
    InetAddress[] addresses = resolve(url, deadline);
    for (int at = 0; ; at++) {
      int left = addresses.length - at;
      Deadline share = Deadline.in(deadline.left().dividedBy(left));
      try {
        return open(url, new InetSocketAddress(addresses[at], url.port()), options, share);
      } catch (IOException e) {
        if (left == 1 || e instanceof SSLException) {
          throw failed(url, e);
        }
      }
    }
  }

  /**
   * All addresses of the host. The system's resolver knows no time limit, so a thread waits, and
   * not a virtual one: it would keep a carrier from all others.
   */
  static InetAddress[] resolve(TurnUrl url, Deadline deadline) throws TurnException {
    CompletableFuture<InetAddress[]> addresses = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("turn-resolver")
        .start(
            () -> {
              try {
                addresses.complete(InetAddress.getAllByName(url.host()));
              } catch (UnknownHostException e) {
                addresses.completeExceptionally(e);
              }
            });
    try {
      return addresses.get(deadline.leftNs(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw TurnException.of(url, Fault.NAME_UNRESOLVED, "");
    } catch (TimeoutException e) {
      throw TurnException.of(url, Fault.NAME_UNRESOLVED, "no name server answers in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TurnException.of(url, Fault.NO_ANSWER, "interrupted");
    }
  }

  private static Carrier open(
      TurnUrl url, InetSocketAddress server, TurnOptions options, Deadline deadline)
      throws IOException {
    if (url.transport() == TurnUrl.Transport.UDP) {
      return UdpCarrier.connected(server);
    }
    Socket socket = new Socket();
    try {
      socket.connect(server, deadline.leftMs());
      if (url.transport() == TurnUrl.Transport.TCP) {
        return StreamCarrier.over(socket);
      }
      return StreamCarrier.over(secured(socket, url, options, deadline));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Certificate and host name are checked (RFC 8489 §6.2.3). */
  private static SSLSocket secured(
      Socket socket, TurnUrl url, TurnOptions options, Deadline deadline) throws IOException {
    SSLContext context = options.tls() == null ? defaultContext() : options.tls();
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(socket, url.host(), url.port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    // A time limit of the socket's would begin anew with each byte.
    CompletableFuture<Void> guard =
        CompletableFuture.runAsync(
            () -> close(socket),
            CompletableFuture.delayedExecutor(deadline.leftNs(), TimeUnit.NANOSECONDS));
    try {
      secured.startHandshake();
    } catch (IOException e) {
      if (deadline.hasPassed()) {
        throw new SSLException("no answer to the handshake", e);
      }
      throw e instanceof SSLException tls ? tls : new SSLException("no TLS is spoken there", e);
    } finally {
      guard.cancel(false);
    }
    return secured;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Puts a name to what went wrong on the way. */
  static TurnException failed(TurnUrl url, IOException why) {
    return TurnException.of(url, Faults.of(why), why);
  }
}
