package dev.plait.peer.rtc;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.plait.protocol.signaling.IceState;
import dev.plait.protocol.signaling.SessionDescriptions;
import dev.plait.protocol.signaling.SignalPayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One native peer connection with its one data channel {@code plait.v1}, ordered and reliable,
 * negotiated beforehand as stream 0 on both sides: so there is one channel whoever offers, and its
 * handlers are in place before anything can come.
 *
 * <p>Owner: whoever made it, on {@code owner}'s thread. All methods return at once; native calls
 * run in order on the factory's thread, and events come on {@code owner}. Disposed of once; after
 * that no event comes.
 */
final class RtcConnection {
  static final String LABEL = "plait.v1";

  /** Short against the some 10 ms that the bytes below the low mark last. */
  private static final long BUFFER_WATCH_MS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(RtcConnection.class);

  private final RtcFactory factory;
  private final List<IceServer> iceServers;
  private final Executor owner;
  private final RtcEvents events;
  private final Watermarks watermarks = new Watermarks();

  private volatile boolean disposed;
  private volatile boolean blackHole;
  private volatile int maxMessageBytes = SessionDescriptions.DEFAULT_MAX_MESSAGE_BYTES;

  // Only touched on the factory's thread.
  private @Nullable RTCPeerConnection peer;
  private @Nullable RTCDataChannel channel;

  RtcConnection(RtcFactory factory, List<IceServer> iceServers, Executor owner, RtcEvents events) {
    this.factory = factory;
    this.iceServers = List.copyOf(iceServers);
    this.owner = owner;
    this.events = events;
    call("open", connection -> {});
  }

  void createOffer(boolean iceRestart) {
    call(
        "create-offer",
        connection -> {
          RTCOfferOptions options = new RTCOfferOptions();
          options.iceRestart = iceRestart;
          connection.createOffer(
              options,
              new Created(
                  "create-offer", offer -> setLocal(offer, () -> events.onLocalOffer(offer.sdp))));
        });
  }

  void takeOffer(String sdp) {
    setRemote(
        RTCSdpType.OFFER,
        sdp,
        () ->
            call(
                "create-answer",
                connection ->
                    connection.createAnswer(
                        new RTCAnswerOptions(),
                        new Created(
                            "create-answer",
                            answer -> setLocal(answer, () -> events.onLocalAnswer(answer.sdp))))));
  }

  void takeAnswer(String sdp) {
    setRemote(RTCSdpType.ANSWER, sdp, () -> report(events::onAnswerTaken));
  }

  /** Takes the own pending offer back; what is called after it waits for it. */
  void rollback() {
    call(
        "rollback",
        connection -> {
          CompletableFuture<Void> done = new CompletableFuture<>();
          connection.setLocalDescription(
              new RTCSessionDescription(RTCSdpType.ROLLBACK, ""),
              new SetSessionDescriptionObserver() {
                @Override
                public void onSuccess() {
                  done.complete(null);
                }

                @Override
                public void onFailure(String error) {
                  done.completeExceptionally(new IllegalStateException(error));
                }
              });
          done.join();
        });
  }

  void addCandidate(SignalPayload.Candidate candidate) {
    factory
        .calls()
        .execute(
            () -> {
              RTCPeerConnection connection = peer;
              if (disposed || connection == null) {
                return;
              }
              try {
                connection.addIceCandidate(
                    new RTCIceCandidate(candidate.mid(), candidate.index(), candidate.candidate()));
              } catch (RuntimeException e) {
                LOG.debug("a remote candidate was not taken");
              }
            });
  }

  /** Gives a frame to the channel. */
  SendOutcome send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (disposed) {
      return SendOutcome.CLOSED;
    }
    if (bytes.length > maxMessageBytes) {
      return SendOutcome.TOO_LARGE;
    }
    if (blackHole) {
      return SendOutcome.TAKEN;
    }
    if (!watermarks.take(bytes.length)) {
      return SendOutcome.FULL;
    }
    factory.calls().execute(() -> sendNow(bytes));
    reportCrossing();
    return SendOutcome.TAKEN;
  }

  /** The fault switch: from now on nothing gets through either way, and nothing says so. */
  void blackHole(boolean on) {
    blackHole = on;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** Bytes taken that have not left yet. */
  long bufferedBytes() {
    return watermarks.totalBytes();
  }

  /** Asks for the selected pair; the answer comes on the owner's executor. */
  void stats(Consumer<RtcStats> consumer) {
    call(
        "stats",
        connection ->
            connection.getStats(
                report -> {
                  RtcStats stats = StatsReader.read(report);
                  owner.execute(() -> consumer.accept(stats));
                }));
  }

  /** Closes and lets go. Anything still buffered is lost: say FIN first. */
  void dispose() {
    if (disposed) {
      return;
    }
    disposed = true;
    factory.calls().execute(this::disposeNow);
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

  private void openNow() {
    RTCConfiguration configuration = new RTCConfiguration();
    for (IceServer server : iceServers) {
      RTCIceServer nativeServer = new RTCIceServer();
      nativeServer.urls.addAll(server.urls());
      if (server.username() != null) {
        nativeServer.username = server.username();
      }
      if (server.credential() != null) {
        nativeServer.password = server.credential();
      }
      configuration.iceServers.add(nativeServer);
    }
    RTCPeerConnection opened =
        factory.nativeFactory().createPeerConnection(configuration, new Observer());
    peer = opened;
    RTCDataChannelInit init = new RTCDataChannelInit();
    init.ordered = true;
    init.negotiated = true;
    init.id = 0;
    RTCDataChannel created = opened.createDataChannel(LABEL, init);
    created.registerObserver(new ChannelHandler(this));
    channel = created;
  }

  private void sendNow(byte[] bytes) {
    RTCDataChannel open = channel;
    if (disposed || open == null) {
      watermarks.handedOver(bytes.length, 0);
      return;
    }
    try {
      open.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bytes), false));
      watermarks.handedOver(bytes.length, open.getBufferedAmount());
    } catch (Exception e) {
      watermarks.handedOver(bytes.length, 0);
      report(() -> events.onFailure("send: " + e.getMessage()));
    }
    reportCrossing();
  }

  /** Called by the channel handler on a native thread: the buffer shrank. */
  void bufferChanged() {
    factory
        .calls()
        .execute(
            () -> {
              RTCDataChannel open = channel;
              if (open != null) {
                watermarks.nativeBuffer(open.getBufferedAmount());
                reportCrossing();
              }
            });
  }

  /** Called by the channel handler on a native thread: the state changed. */
  void stateChanged() {
    factory
        .calls()
        .execute(
            () -> {
              RTCDataChannel current = channel;
              if (disposed || current == null) {
                return;
              }
              switch (current.getState()) {
                case OPEN -> report(events::onChannelOpen);
                case CLOSED -> report(events::onChannelClosed);
                case CONNECTING, CLOSING -> {}
              }
            });
  }

  /** Called by the channel handler on a native thread: a text frame came. */
  void frameCame(String text) {
    if (!blackHole) {
      report(() -> events.onFrame(text));
    }
  }

  private void reportCrossing() {
    switch (watermarks.crossing()) {
      case PAUSE -> {
        reportWritable();
        watchBuffer();
      }
      case GO_ON -> reportWritable();
      case NONE -> {}
    }
  }

  /** Two threads find crossings; what holds when the report is read is what counts. */
  private void reportWritable() {
    report(() -> events.onWritable(watermarks.writable()));
  }

  /** The native callback does not come for every drain (measured), so a full buffer is watched. */
  private void watchBuffer() {
    factory.alarm(
        BUFFER_WATCH_MS,
        factory.calls(),
        () -> {
          RTCDataChannel open = channel;
          if (disposed || open == null || watermarks.writable()) {
            return;
          }
          watermarks.nativeBuffer(open.getBufferedAmount());
          reportCrossing();
          if (!watermarks.writable()) {
            watchBuffer();
          }
        });
  }

  private void setLocal(RTCSessionDescription description, Runnable then) {
    call(
        "set-local",
        connection ->
            connection.setLocalDescription(description, new Set("set-local", () -> report(then))));
  }

  private void setRemote(RTCSdpType type, String sdp, Runnable then) {
    maxMessageBytes = SessionDescriptions.maxMessageBytes(sdp);
    call(
        "set-remote",
        connection ->
            connection.setRemoteDescription(
                new RTCSessionDescription(type, sdp), new Set("set-remote", then)));
  }

  private void call(String what, Consumer<RTCPeerConnection> operation) {
    factory
        .calls()
        .execute(
            () -> {
              if (disposed) {
                return;
              }
              try {
                if (peer == null) {
                  openNow();
                }
                RTCPeerConnection connection = peer;
                if (connection != null) {
                  operation.accept(connection);
                }
              } catch (RuntimeException e) {
                report(() -> events.onFailure(what + ": " + e.getMessage()));
              }
            });
  }

  private void report(Runnable event) {
    owner.execute(
        () -> {
          if (!disposed) {
            event.run();
          }
        });
  }

  /** Passes a made description on, off the native thread. */
  private final class Created implements CreateSessionDescriptionObserver {
    private final String what;
    private final Consumer<RTCSessionDescription> then;

    Created(String what, Consumer<RTCSessionDescription> then) {
      this.what = what;
      this.then = then;
    }

    @Override
    public void onSuccess(RTCSessionDescription description) {
      then.accept(description);
    }

    @Override
    public void onFailure(String error) {
      report(() -> events.onFailure(what + ": " + error));
    }
  }

  /** Goes on after a description is set; {@code then} only queues work. */
  private final class Set implements SetSessionDescriptionObserver {
    private final String what;
    private final Runnable then;

    Set(String what, Runnable then) {
      this.what = what;
      this.then = then;
    }

    @Override
    public void onSuccess() {
      then.run();
    }

    @Override
    public void onFailure(String error) {
      report(() -> events.onFailure(what + ": " + error));
    }
  }

  /** Runs on native threads; only queues work. */
  private final class Observer implements PeerConnectionObserver {
    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      report(
          () -> events.onLocalCandidate(candidate.sdpMid, candidate.sdpMLineIndex, candidate.sdp));
    }

    @Override
    public void onIceConnectionChange(RTCIceConnectionState state) {
      switch (state) {
        case CHECKING -> report(() -> events.onIce(IceState.CHECKING));
        case CONNECTED, COMPLETED -> report(() -> events.onIce(IceState.CONNECTED));
        case DISCONNECTED -> report(() -> events.onIce(IceState.DISCONNECTED));
        case FAILED -> report(() -> events.onIce(IceState.FAILED));
        case NEW, CLOSED -> {}
      }
    }
  }
}
