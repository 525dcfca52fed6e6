package dev.plait.peer.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.ContentCodec;
import dev.plait.protocol.content.Content;
import dev.plait.protocol.wire.ConversationKind;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Member;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who types, as the line below the one being edited says it (SES-9). */
class StatusLineTest {
  private static final UUID ME = new UUID(1, 0);
  private static final UUID MY_DEVICE = new UUID(1, 1);
  private static final UUID GRACES = new UUID(2, 1);
  private static final UUID TARAS = new UUID(3, 1);

  private final Frame.Roster tea =
      new Frame.Roster(
          new UUID(9, 9),
          1,
          ConversationKind.GROUP,
          "tea",
          List.of(
              new Member(ME, "ada", "ada", true, true, List.of(MY_DEVICE)),
              new Member(new UUID(2, 0), "grace", "grace", false, true, List.of(GRACES)),
              new Member(new UUID(3, 0), "tara", "tara", false, true, List.of(TARAS))));

  private final StatusLine status =
      new StatusLine(new People(ME, MY_DEVICE, List.of(tea)), new OwnMessages());

  @Test
  void onlyTheOneWhoTypesEndsIt() {
    status.types(GRACES, 0);
    status.stopsTyping(TARAS);
    assertThat(status.text(tea, 1_000)).contains("grace is typing");

    status.stopsTyping(GRACES);
    assertThat(status.text(tea, 1_000)).doesNotContain("typing");
  }

  @Test
  void whoSaysNoMoreThatTheyTypeHasStopped() {
    status.types(GRACES, 0);

    assertThat(status.text(tea, 5_999)).contains("grace is typing");
    assertThat(status.text(tea, 6_000)).doesNotContain("typing");
  }

  @Test
  void aMarkerDoesNotEndTyping() {
    assertThat(Bodies.isTyped(ContentCodec.encode(new Content.Read(GRACES, 1, 1)))).isFalse();
    assertThat(Bodies.isTyped(ContentCodec.encode(new Content.Text("hello")))).isTrue();
  }
}
