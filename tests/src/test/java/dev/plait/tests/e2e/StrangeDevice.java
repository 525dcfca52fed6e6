package dev.plait.tests.e2e;

import dev.plait.peer.link.AccessTokens;
import dev.plait.peer.link.LinkListener;
import dev.plait.peer.link.ServerApi;
import dev.plait.peer.link.ServerLink;
import dev.plait.peer.link.Session;
import dev.plait.peer.rtc.DirectLink;
import dev.plait.peer.rtc.DirectLinkEvents;
import dev.plait.peer.rtc.IceServerSource;
import dev.plait.peer.rtc.RtcFactory;
import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.signaling.NegotiationLimits;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device that takes part in everything but speaks as it likes on its data channel. One thread of
 * its own owns all of it.
 */
final class StrangeDevice implements LinkListener, DirectLinkEvents, AutoCloseable {
  final CompletableFuture<Void> channelOpen = new CompletableFuture<>();
  final CompletableFuture<String> channelClosed = new CompletableFuture<>();
  private final ScheduledExecutorService owner = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ServerApi api;
  private final Session session;
  private final ServerLink server;
  private final DirectLink direct;
  private final UUID other;

  /** Seqs of entries as they came, over the channel and from the server. */
  final List<Long> overChannel = new CopyOnWriteArrayList<>();

  final List<Long> fromServer = new CopyOnWriteArrayList<>();

  /** Signals that this device has said, or wanted to. */
  final AtomicInteger offered = new AtomicInteger();

  private volatile String announced = "";
  private volatile UUID conversation = new UUID(0, 0);

  /** Signs up as {@code handle}, and will speak directly with {@code other} only. */
  StrangeDevice(RtcFactory factory, URI uri, String handle, UUID other) throws Exception {
    this.other = other;
    api = new ServerApi(uri, http);
    session = api.signUp(handle, "correct horse battery", "strange");
    AccessTokens tokens =
        new AccessTokens(api, session.refreshToken(), _ -> {}, System::currentTimeMillis, null);
    tokens.take(session);
    server =
        new ServerLink(
            uri,
            new ServerLink.Self(
                session.device(), () -> new ServerLink.Known(List.of(), 0, 0), "strange"),
            tokens,
            owner,
            this,
            new SecureRandom(),
            HttpClient.newHttpClient());
    direct =
        new DirectLink(
            factory,
            session.device(),
            other,
            NegotiationLimits.standard(),
            IceServerSource.NONE,
            owner,
            System::currentTimeMillis,
            this);
    owner.execute(server::start);
  }

  UUID device() {
    return session.device();
  }

  /** Says that messages on the channel may have so many bytes only. */
  void announce(int maxMessageBytes) {
    announced = "a=max-message-size:" + maxMessageBytes;
  }

  void accept(UUID in) throws Exception {
    conversation = in;
    api.accept(session.accessToken(), in);
    owner.execute(direct::start);
  }

  /** Signs this device out, and goes on. */
  void signOut() throws Exception {
    api.signOut(session.accessToken());
  }

  /** Wants a channel anew, whatever it has been told. */
  void tryAgain() {
    owner.execute(
        () -> {
          direct.stop();
          direct.start();
        });
  }

  /** Puts any text on the channel. */
  void speak(String text) {
    owner.execute(() -> direct.send(text));
  }

  @Override
  public void handleServerFrame(ServerFrame frame) {
    if (frame instanceof Frame.Signal(_, var from, var payload) && from.equals(other)) {
      direct.handleSignal(payload);
    } else if (frame instanceof Frame.Entries entries) {
      entries.entries().forEach(entry -> fromServer.add(entry.entry().seq()));
    }
  }

  @Override
  public void onSignal(String payload) {
    offered.incrementAndGet();
    String told =
        announced.isEmpty()
            ? payload
            : payload.replaceFirst("a=max-message-size:[0-9]+", announced);
    server.send(new Frame.Signal(conversation, other, told));
  }

  @Override
  public void onOpen(long generation, int bytes) {
    channelOpen.complete(null);
  }

  @Override
  public void onClosed(long generation, String reason) {
    channelClosed.complete(reason);
  }

  @Override
  public void onFrame(long generation, String text) {
    switch (FrameCodec.decode(text, Direction.FROM_PEER)) {
      case Decoded.Ok(Frame.Ping(long n)) -> direct.send(FrameCodec.encode(new Frame.Pong(n, 0)));
      case Decoded.Ok(Frame.Entries entries) ->
          entries.entries().forEach(entry -> overChannel.add(entry.entry().seq()));
      case Decoded.Ok _, Decoded.Bad _ -> {}
    }
  }

  @Override
  public void onWritable(long generation, boolean writable) {}

  @Override
  public void onViolation(String rule) {}

  @Override
  public void handleLinkUp(Frame.Welcome welcome) {}

  @Override
  public void handleUnreadable(UUID about, String rule) {}

  @Override
  public void handleLinkDown(String reason, long retryInMs) {}

  @Override
  public void handleLinkStopped(CloseCode code, String reason) {}

  @Override
  public void close() throws Exception {
    owner
        .submit(
            () -> {
              direct.stop();
              server.close("the end");
            })
        .get(5, TimeUnit.SECONDS);
    owner.shutdownNow();
    http.shutdownNow();
  }
}
