package dev.plait.peer.rtc;

import dev.onvoid.webrtc.RTCIceCandidate;
import dev.plait.protocol.signaling.IceState;
import dev.plait.protocol.signaling.SessionDescriptions;
import dev.plait.protocol.signaling.SignalPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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

  private static final Logger LOG = LoggerFactory.getLogger(RtcConnection.class);

  private final RtcEvents events;
  private final NativeConnection connection;
  private final Descriptions descriptions;
  private final ChannelWriter writer;

  private volatile int maxMessageBytes = SessionDescriptions.DEFAULT_MAX_MESSAGE_BYTES;

  RtcConnection(RtcFactory factory, Executor owner, RtcEvents events) {
    this.events = events;
    this.connection =
        new NativeConnection(
            factory,
            owner,
            events::onFailure,
            new NativeConnection.Observers(new PeerHandler(this), new ChannelHandler(this)));
    this.descriptions = new Descriptions(connection, events);
    this.writer = new ChannelWriter(connection, events);
  }

  /** Uses TURN servers only; called before {@link #open}. */
  void relayOnly() {
    connection.relayOnly();
  }

  /** Begins with these servers; called once. What is called before waits for it. */
  void open(List<IceServer> iceServers) {
    connection.open(iceServers);
  }

  /** Gathers with these servers from now on; false when it has not begun with any yet. */
  boolean use(List<IceServer> iceServers) {
    return connection.use(iceServers);
  }

  void createOffer(boolean iceRestart) {
    descriptions.makeOffer(iceRestart);
  }

  void takeOffer(String sdp) {
    maxMessageBytes = SessionDescriptions.maxMessageBytes(sdp);
    descriptions.takeOffer(sdp);
  }

  void takeAnswer(String sdp) {
    maxMessageBytes = SessionDescriptions.maxMessageBytes(sdp);
    descriptions.takeAnswer(sdp);
  }

  /** Takes the own pending offer back; what is called after it waits for it. */
  void rollback() {
    descriptions.rollback();
  }

  void addCandidate(SignalPayload.Candidate candidate) {
    connection.call(
        "add-candidate",
        peer -> {
          try {
            peer.addIceCandidate(
                new RTCIceCandidate(candidate.mid(), candidate.index(), candidate.candidate()));
          } catch (RuntimeException e) {
            LOG.debug("a remote candidate was not taken");
          }
        });
  }

  /** Gives a frame to the channel. */
  SendOutcome send(String text) {
    byte[] frame = text.getBytes(StandardCharsets.UTF_8);
    if (connection.disposed()) {
      return SendOutcome.CLOSED;
    }
    if (frame.length > maxMessageBytes) {
      return SendOutcome.TOO_LARGE;
    }
    return writer.write(frame);
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  /** Bytes taken that have not left yet. */
  long bufferedBytes() {
    return writer.bufferedBytes();
  }

  /** Asks for the selected pair; the answer comes on the owner's executor. */
  void stats(Consumer<RtcStats> consumer) {
    connection.call(
        "stats",
        peer ->
            peer.getStats(
                report -> {
                  RtcStats stats = StatsReader.read(report);
                  connection.report(() -> consumer.accept(stats));
                }));
  }

  /** Closes and lets go. Anything still buffered is lost: say FIN first. */
  void dispose() {
    connection.dispose();
  }

  /** Called on a native thread: a way to be reached was found. */
  void candidateFound(String mid, int index, String candidate) {
    connection.report(() -> events.onLocalCandidate(mid, index, candidate));
  }

  /** Called on a native thread: the ICE agent changed its mind. */
  void iceChanged(IceState state) {
    connection.report(() -> events.onIce(state));
  }

  /** Called on a native thread: the buffer shrank. */
  void bufferChanged() {
    writer.bufferChanged();
  }

  /** Called on a native thread: the channel's state changed. */
  void stateChanged() {
    connection.withChannel(
        channel -> {
          switch (channel.getState()) {
            case OPEN -> connection.report(events::onChannelOpen);
            case CLOSED -> connection.report(events::onChannelClosed);
            case CONNECTING, CLOSING -> {}
          }
        });
  }

  /** Called on a native thread: a text frame came. */
  void frameCame(String text) {
    connection.report(() -> events.onFrame(text));
  }
}
