package dev.plait.server.app;

import dev.plait.server.admission.ClientAddress;
import dev.plait.server.admission.OpenConnections;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes connections, and ends at once what a network has too many of. Those of trusted proxies are
 * not counted: they carry others. Jetty calls it on any thread.
 */
final class LimitedConnector extends ServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(LimitedConnector.class);

  /**
   * Those that wait to be taken: all devices of a node come back at once. The system may cap it.
   */
  private static final int ACCEPT_QUEUE = 4_096;

  private final ClientAddress addresses;
  private final OpenConnections open;

  /** Of those that are counted: one that is closed does not know its address any more. */
  private final Map<EndPoint, String> networks = new ConcurrentHashMap<>();

  LimitedConnector(
      Server server,
      ClientAddress addresses,
      OpenConnections open,
      ConnectionFactory... factories) {
    super(server, factories);
    this.addresses = addresses;
    this.open = open;
    setAcceptQueueSize(ACCEPT_QUEUE);
  }

  @Override
  protected void onEndPointOpened(EndPoint endPoint) {
    super.onEndPointOpened(endPoint);
    String network = network(endPoint);
    if (network != null) {
      networks.put(endPoint, network);
      if (!open.enter(network)) {
        LOG.debug("{} has too many connections", network);
        endPoint.close();
      }
    }
  }

  @Override
  protected void onEndPointClosed(EndPoint endPoint) {
    super.onEndPointClosed(endPoint);
    String network = networks.remove(endPoint);
    if (network != null) {
      open.leave(network);
    }
  }

  /** Null for what is not counted. */
  private @Nullable String network(EndPoint endPoint) {
    if (!(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
      return null;
    }
    String address = remote.getAddress().getHostAddress();
    return addresses.isTrustedProxy(address) ? null : ClientAddress.network(address);
  }
}
