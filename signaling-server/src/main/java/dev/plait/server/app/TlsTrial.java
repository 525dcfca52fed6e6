package dev.plait.server.app;

import dev.plait.server.tls.NodeKey;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Sees aside whether a certificate can be shown, since Jetty has none any more after it was given
 * one that it cannot take. Stateless.
 */
final class TlsTrial {
  private TlsTrial() {}

  /**
   * Does what a node does with a certificate, up to its first words to a client.
   *
   * @throws SSLException with a sentence when that fails
   */
  static void of(NodeKey key, Path certificate) throws SSLException {
    SslContextFactory.Server aside = new SslContextFactory.Server();
    try {
      NodeTls.give(key, aside);
      aside.start();
      greet(aside.newSSLEngine(), aside.getSslContext().createSSLEngine());
    } catch (Exception cannot) {
      throw new SSLException(
          certificate + " cannot be shown to anybody (" + cannot.getMessage() + ")", cannot);
    } finally {
      stop(aside);
    }
  }

  /** A server chooses its certificate, and signs with its key, in its answer to the first words. */
  private static void greet(SSLEngine server, SSLEngine client) throws SSLException {
    client.setUseClientMode(true);
    server.setUseClientMode(false);
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer packet = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
    client.wrap(nothing, packet);
    server.unwrap(
        packet.flip(), ByteBuffer.allocate(server.getSession().getApplicationBufferSize()));
    for (Runnable task; (task = server.getDelegatedTask()) != null; ) {
      task.run();
    }
    server.wrap(nothing, ByteBuffer.allocate(server.getSession().getPacketBufferSize()));
  }

  private static void stop(SslContextFactory.Server aside) throws SSLException {
    try {
      aside.stop();
    } catch (Exception e) {
      throw new SSLException("what was only tried does not end", e);
    }
  }
}
