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
import dev.plait.protocol.signaling.NegotiationLimits;
import dev.plait.protocol.wire.CloseCode;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.ServerFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
            new ServerLink.Self(session.device(), 0, "strange"),
            tokens,
            owner,
            this,
            new SecureRandom());
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

  void accept(UUID in) throws Exception {
    conversation = in;
    api.accept(session.accessToken(), in);
    owner.execute(direct::start);
  }

  /** Puts any text on the channel. */
  void speak(String text) {
    owner.execute(() -> direct.send(text));
  }

  @Override
  public void handleServerFrame(ServerFrame frame) {
    if (frame instanceof Frame.Signal(_, var from, var payload) && from.equals(other)) {
      direct.handleSignal(payload);
    }
  }

  @Override
  public void onSignal(String payload) {
    server.send(new Frame.Signal(conversation, other, payload));
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
  public void onFrame(long generation, String text) {}

  @Override
  public void onWritable(long generation, boolean writable) {}

  @Override
  public void onViolation(String rule) {}

  @Override
  public void handleLinkUp(Frame.Welcome welcome) {}

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
