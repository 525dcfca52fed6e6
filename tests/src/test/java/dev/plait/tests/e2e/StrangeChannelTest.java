package dev.plait.tests.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.peer.core.PeerEvent;
import dev.plait.tests.e2e.World.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a peer does when the other side of a real data channel breaks a rule or takes little. */
@Tag("waits")
class StrangeChannelTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON at all",
        "{\"type\": \"hello\", \"version\": 1}",
        "{\"type\": \"entries\", \"conv\": \"11111111-1111-4111-8111-111111111111\","
            + " \"device\": \"22222222-2222-4222-8222-222222222222\", \"epoch\": \"42\","
            + " \"entries\": [{\"seq\": 1, \"id\": \"44444444-4444-4444-8444-444444444444\","
            + " \"hlc\": \"1\", \"body\": \"aGk=\"}]}"
      })
  void aChannelWhoseOtherSideBreaksARuleIsClosedAndTheServerCarriesOn(String frame)
      throws Exception {
    StrangeTalk.hold(
        folder,
        "mallory",
        talk -> {
          Person ada = talk.ada();
          StrangeDevice mallory = talk.other();
          mallory.accept(talk.conversation());
          mallory.channelOpen.get(SOON.toSeconds(), TimeUnit.SECONDS);

          mallory.speak(frame);

          mallory.channelClosed.get(SOON.toSeconds(), TimeUnit.SECONDS);
          ada.say(talk.conversation(), "through the server");
          ada.await(
              SOON,
              event ->
                  event instanceof PeerEvent.StatusChanged status
                      && status.device().equals(mallory.device()));
          assertThat(ada.peer().paths(talk.conversation()).getFirst().path()).isEqualTo("relay");
        });
  }

  @Test
  void whatAChannelCannotCarryGoesByTheServerAndWhatFollowsOverTheChannel() throws Exception {
    StrangeTalk.hold(
        folder,
        "small",
        talk -> {
          Person ada = talk.ada();
          StrangeDevice small = talk.other();
          UUID conversation = talk.conversation();
          small.announce(16_384);
          small.accept(conversation);
          World.awaitTrue(
              SOON, () -> ada.peer().paths(conversation).getFirst().path().equals("direct"));

          ada.say(conversation, "x".repeat(20_000));
          ada.say(conversation, "and on it goes");

          World.awaitTrue(
              SOON, () -> small.fromServer.contains(1L) && small.overChannel.contains(2L));
          assertThat(small.overChannel).doesNotContain(1L);
        });
  }
}
