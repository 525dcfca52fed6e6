package dev.plait.peer.rtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCIceTransportPolicy;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.TlsCertPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native objects of one connection: a peer connection and its one data channel. Opened once,
 * disposed of once. Every call into them runs on the factory's thread, in order, those that came
 * before {@link #open} after it; what they report goes to the owner's executor, and nothing after
 * {@link #dispose}. Thread-safe.
 */
final class NativeConnection {
  /** One channel, whoever offers: both sides make it beforehand as this stream (TRN-2). */
  private static final int STREAM = 0;

  /**
   * {@code -Dplait.turn.certificates=any}: takes any certificate of a TURN server. The native
   * library knows the public authorities only, neither Java's trust store nor the system's. What
   * goes through a TURN server is encrypted between the devices all the same.
   */
  private static final TlsCertPolicy TURN_CERTIFICATES =
      "any".equals(System.getProperty("plait.turn.certificates"))
          ? TlsCertPolicy.INSECURE_NO_CHECK
          : TlsCertPolicy.SECURE;

  private static final Logger LOG = LoggerFactory.getLogger(NativeConnection.class);

  /** Who is called on native threads. */
  record Observers(PeerConnectionObserver ofPeer, RTCDataChannelObserver ofChannel) {}

  private final RtcFactory factory;
  private final Executor owner;
  private final Consumer<String> onFailure;
  private final Observers observers;

  private volatile RTCIceTransportPolicy candidates = RTCIceTransportPolicy.ALL;
  private volatile boolean disposed;

  /** The calls that came before it was open: a negotiation takes one step, then waits for it. */
  private @Nullable List<Runnable> early = new ArrayList<>();

  // Only touched on the factory's thread.
  private @Nullable RTCPeerConnection peer;
  private @Nullable RTCDataChannel channel;

  /**
   * Makes one that is not open yet.
   *
   * @param onFailure called on {@code owner} with what failed and why
   */
  NativeConnection(
      RtcFactory factory, Executor owner, Consumer<String> onFailure, Observers observers) {
    this.factory = factory;
    this.owner = owner;
    this.onFailure = onFailure;
    this.observers = observers;
  }

  /** Uses TURN servers only (W3C webrtc §4.2.5); called before {@link #open}. */
  void relayOnly() {
    candidates = RTCIceTransportPolicy.RELAY;
  }

  boolean disposed() {
    return disposed;
  }

  /** Opens it with these servers; called once. */
  void open(List<IceServer> iceServers) {
    synchronized (this) {
      factory.calls().execute(guarded("open", () -> openNow(iceServers)));
      if (early != null) {
        early.forEach(factory.calls()::execute);
        early = null;
      }
    }
  }

  /**
   * Gives it other servers, for whatever is gathered from now on (W3C webrtc §4.4.1.6). Tells
   * whether it had any: one that is not open yet begins with those that {@link #open} brings. When
   * the library does not take them, that is only in the log: it does so later, on its own thread.
   */
  boolean use(List<IceServer> iceServers) {
    synchronized (this) {
      if (early != null) {
        return false;
      }
    }
    call(
        "set-configuration",
        connection -> {
          try {
            connection.setConfiguration(configuration(iceServers));
          } catch (RuntimeException e) {
            LOG.warn("ICE servers were not taken; the ones before stay: {}", e.getMessage());
          }
        });
    return true;
  }

  /** Calls into the peer connection; a failure is reported as that of {@code what}. */
  void call(String what, Consumer<RTCPeerConnection> operation) {
    Runnable call =
        guarded(
            what,
            () -> {
              RTCPeerConnection opened = peer;
              if (opened != null) {
                operation.accept(opened);
              }
            });
    synchronized (this) {
      if (early != null) {
        early.add(call);
      } else {
        factory.calls().execute(call);
      }
    }
  }

  private Runnable guarded(String what, Runnable operation) {
    return () -> {
      if (disposed) {
        return;
      }
      try {
        operation.run();
      } catch (RuntimeException e) {
        fail(what, e.getMessage());
      }
    };
  }

  /** Calls into the channel; passes over it when it is not there, or no longer. */
  void withChannel(Consumer<RTCDataChannel> operation) {
    factory.calls().execute(() -> useChannel(operation));
  }

  /** As {@link #withChannel}, after a while. */
  void withChannelLater(long delayMs, Consumer<RTCDataChannel> operation) {
    factory.alarm(delayMs, factory.calls(), () -> useChannel(operation));
  }

  /**
   * Tells the owner, on its executor. An owner that has ended hears nothing: an exception must not
   * go back into native code, which would end the process.
   */
  void report(Runnable event) {
    if (disposed) {
      return;
    }
    try {
      owner.execute(
          () -> {
            if (!disposed) {
              event.run();
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("an event came after the end of its owner");
    }
  }

  void fail(String what, @Nullable String error) {
    report(() -> onFailure.accept(what + ": " + error));
  }

  /** Closes and lets go; anything still buffered is lost. */
  void dispose() {
    if (!disposed) {
      disposed = true;
      factory.calls().execute(this::disposeNow);
    }
  }

  private void useChannel(Consumer<RTCDataChannel> operation) {
    RTCDataChannel current = channel;
    if (!disposed && current != null) {
      operation.accept(current);
    }
  }

  private void openNow(List<IceServer> iceServers) {
    RTCPeerConnection opened =
        factory.nativeFactory().createPeerConnection(configuration(iceServers), observers.ofPeer());
    peer = opened;
    RTCDataChannelInit init = new RTCDataChannelInit();
    init.ordered = true;
    init.negotiated = true;
    init.id = STREAM;
    RTCDataChannel created = opened.createDataChannel(RtcConnection.LABEL, init);
    created.registerObserver(observers.ofChannel());
    channel = created;
  }

  private RTCConfiguration configuration(List<IceServer> iceServers) {
    RTCConfiguration configuration = new RTCConfiguration();
    configuration.iceTransportPolicy = candidates;
    for (IceServer server : iceServers) {
      RTCIceServer nativeServer = new RTCIceServer();
      nativeServer.urls.addAll(server.urls());
      nativeServer.tlsCertPolicy = TURN_CERTIFICATES;
      if (server.username() != null) {
        nativeServer.username = server.username();
      }
      if (server.credential() != null) {
        nativeServer.password = server.credential();
      }
      configuration.iceServers.add(nativeServer);
    }
    return configuration;
  }

  private void disposeNow() {
    RTCDataChannel oldChannel = channel;
    RTCPeerConnection oldPeer = peer;
    channel = null;
    peer = null;
    try {
      if (oldChannel != null) {
        oldChannel.unregisterObserver();
        oldChannel.close();
        oldChannel.dispose();
      }
      if (oldPeer != null) {
        oldPeer.close();
      }
    } catch (RuntimeException e) {
      LOG.warn("a connection did not close cleanly", e);
    }
  }
}
