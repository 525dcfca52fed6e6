package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.Outgoing;
import dev.plait.peer.PeerOptions;
import dev.plait.peer.core.PeerEvent;
import dev.plait.peer.link.ServerApi;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.StreamId;
import dev.plait.tests.e2e.World.Person;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device that is out is out, over an open data channel as well (SES-13). */
@Tag("waits")
class SignedOutTest {
  private static final String NEW_PASSWORD = "another horse battery";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aChangeOfPasswordEndsTheChannelsOfTheOtherDevicesAndSigningInGoesOn() throws Exception {
    try (World world = new World(folder, Map.of());
        Person ada = world.join("ada", world.uri(), true);
        Person grace = world.join("grace", world.uri(), true)) {
      UUID conversation = World.introduce(ada, grace);
      awaitDirect(ada, conversation, grace.peer().device());
      awaitDirect(grace, conversation, ada.peer().device());

      changePassword(world.uri(), "ada");

      ada.await(World.A_WHILE, SignedOutTest::isStopped);
      awaitNotDirect(grace, conversation, ada.peer().device());
      assertThat(ada.peer().paths(conversation)).noneMatch(info -> info.path().equals("direct"));
      Outgoing kept = ada.peer().send(conversation, Bytes.utf8("written when signed out"));
      kept.accepted().get(World.A_WHILE.toSeconds(), TimeUnit.SECONDS);
      Outgoing waits = grace.peer().send(conversation, Bytes.utf8("said meanwhile"));
      World.awaitTrue(
          World.A_WHILE, () -> waits.statuses().get(ada.peer().device()) == Status.STORED);
      assertThat(grace.heard()).isEmpty();
      assertThat(ada.heard()).isEmpty();

      ada.close();
      PeerOptions options =
          PeerOptions.of(world.uri(), "ada", NEW_PASSWORD, folder.resolve("ada")).withDirect(true);
      try (Person again = Person.connect(options)) {
        World.awaitTrue(World.A_WHILE, () -> !again.heard().isEmpty() && !grace.heard().isEmpty());
        assertThat(again.heard()).containsExactly("said meanwhile");
        assertThat(grace.heard()).containsExactly("written when signed out");
      }
    }
  }

  /** What can end a device or its part in a conversation. */
  enum End {
    PASSWORD,
    SIGN_OUT,
    REMOVAL,
    BLOCK
  }

  /** It goes on as if it had been told nothing: the others close and take nothing from it. */
  @ParameterizedTest
  @EnumSource
  void aDeviceThatDoesNotStopIsLeftByTheOthers(End end) throws Exception {
    StrangeTalk.hold(
        folder,
        "mallory",
        talk -> {
          Person ada = talk.ada();
          StrangeDevice mallory = talk.other();
          UUID conversation = talk.conversation();
          mallory.accept(conversation);
          awaitDirect(ada, conversation, mallory.device());
          mallory.speak(entry(conversation, mallory.device(), 1));
          World.awaitTrue(World.A_WHILE, () -> ada.heard().size() == 1);

          endMallory(end, talk);
          mallory.speak(entry(conversation, mallory.device(), 2));

          mallory.channelClosed.get(World.A_WHILE.toSeconds(), TimeUnit.SECONDS);
          mallory.tryAgain();
          mallory.speak(entry(conversation, mallory.device(), 3));
          ada.say(conversation, "not for you");
          ada.peer().typing(conversation, true);
          World.awaitTrue(World.A_WHILE, () -> mallory.offered.get() > 0);
          assertThat(mallory.overChannel).isEmpty();
          assertThat(ada.heard()).doesNotContain("entry 3");
        });
  }

  /** Its line to the server is dead at that moment, so it hears nothing of it. */
  @Test
  void aDeviceThatNeverHearsOfItsEndIsLeftByTheOthers() throws Exception {
    try (World world = new World(folder, Map.of());
        TcpProxy proxy = new TcpProxy(world.uri());
        Person ada = world.join("ada", proxy.uri(), true);
        Person grace = world.join("grace", world.uri(), true)) {
      UUID conversation = World.introduce(ada, grace);
      awaitDirect(ada, conversation, grace.peer().device());
      awaitDirect(grace, conversation, ada.peer().device());
      proxy.refuseNew(true);
      proxy.swallowPresent();

      changePassword(world.uri(), "ada");

      awaitNotDirect(grace, conversation, ada.peer().device());
      awaitNotDirect(ada, conversation, grace.peer().device());
      ada.say(conversation, "never heard");
      Outgoing waits = grace.peer().send(conversation, Bytes.utf8("waits"));
      World.awaitTrue(
          World.A_WHILE, () -> waits.statuses().get(ada.peer().device()) == Status.STORED);
      assertThat(grace.heard()).isEmpty();
      assertThat(ada.heard()).isEmpty();

      proxy.refuseNew(false);
      ada.await(World.A_WHILE, SignedOutTest::isStopped);
    }
  }

  private void endMallory(End end, StrangeTalk talk) throws Exception {
    URI server = talk.world().uri();
    switch (end) {
      case PASSWORD -> changePassword(server, "mallory");
      case SIGN_OUT -> talk.other().signOut();
      case REMOVAL -> {
        String token =
            new ServerApi(server, http).signIn("mallory", World.PASSWORD, "two").accessToken();
        call(server, "DELETE", "/v1/devices/" + talk.other().device(), token, "");
      }
      case BLOCK -> talk.ada().peer().block(talk.conversation());
    }
  }

  private void changePassword(URI server, String handle) throws Exception {
    String token = new ServerApi(server, http).signIn(handle, World.PASSWORD, "desk").accessToken();
    String body = "{\"old\":\"" + World.PASSWORD + "\",\"new\":\"" + NEW_PASSWORD + "\"}";
    call(server, "POST", "/v1/password", token, body);
  }

  private void call(URI server, String method, String path, String token, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(204);
  }

  private static boolean isStopped(PeerEvent event) {
    return event instanceof PeerEvent.ConnectionChanged changed
        && changed.state() == PeerEvent.Connection.STOPPED;
  }

  private static String entry(UUID conversation, UUID device, long seq) {
    Entry entry = new Entry(seq, new UUID(7, seq), seq, Bytes.utf8("entry " + seq));
    return FrameCodec.encode(
        new Frame.Entries(
            new StreamId(conversation, device, 42),
            false,
            List.of(new AddressedEntry(entry, seq - 1, null))));
  }

  private static void awaitDirect(Person from, UUID conversation, UUID to) {
    World.awaitTrue(World.A_WHILE, () -> isDirect(from, conversation, to));
  }

  private static void awaitNotDirect(Person from, UUID conversation, UUID to) {
    World.awaitTrue(World.A_WHILE, () -> !isDirect(from, conversation, to));
  }

  private static boolean isDirect(Person from, UUID conversation, UUID to) {
    return from.peer().paths(conversation).stream()
        .anyMatch(info -> info.device().equals(to) && info.path().equals("direct"));
  }
}
