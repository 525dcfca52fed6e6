package dev.plait.relay.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for the relay, and for how long. */
@Timeout(60)
class MailboxTest {
  private static final UUID ADA = new UUID(3, 1);
  private static final UUID EVE = new UUID(3, 3);

  private final Mailbox mailbox = new Mailbox();
  private final List<String> done = new ArrayList<>();

  @Test
  void accountsTakeTurnsAndEachKeepsItsOrder() throws Exception {
    for (int i = 0; i < 10; i++) {
      add(EVE, "eve " + i);
    }
    add(ADA, "ada 0");
    add(ADA, "ada 1");

    take(4);

    assertThat(done).containsExactly("eve 0", "ada 0", "eve 1", "ada 1");
  }

  @Test
  void whatTheDriverTellsItselfComesFirst() throws Exception {
    add(EVE, "eve");
    mailbox.addOwn(() -> done.add("own"));

    take(2);

    assertThat(done).containsExactly("own", "eve");
  }

  @Test
  void whoHasTooMuchWaitingWaitsAndNobodyElseDoes() throws Exception {
    for (int i = 0; i < Mailbox.OF_ACCOUNT; i++) {
      add(EVE, "eve " + i);
    }
    Thread eve = Thread.ofVirtual().start(() -> add(EVE, "one more"));
    await().until(() -> mailbox.size() > Mailbox.OF_ACCOUNT);

    await().until(() -> eve.getState() == Thread.State.WAITING);
    add(ADA, "ada"); // does not wait

    take(Mailbox.OF_ACCOUNT + 2);
    assertThat(eve.join(Duration.ofSeconds(50))).isTrue();
    assertThat(done).contains("ada", "one more");
  }

  @Test
  void whoWaitsIsLetGoAtTheEnd() throws Exception {
    for (int i = 0; i < Mailbox.OF_ACCOUNT; i++) {
      add(EVE, "eve " + i);
    }
    Thread eve = Thread.ofVirtual().start(() -> add(EVE, "one more"));
    await().until(() -> mailbox.size() > Mailbox.OF_ACCOUNT);

    mailbox.close();

    assertThat(eve.join(Duration.ofSeconds(50))).isTrue();
    assertThat(mailbox.poll(0)).isNull();
    add(ADA, "after the end");
    assertThat(mailbox.size()).isZero();
  }

  private void add(UUID account, String event) {
    mailbox.add(account, () -> done.add(event));
  }

  private void take(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Runnable event = mailbox.poll(TimeUnit.SECONDS.toMillis(50));
      assertThat(event).isNotNull();
      event.run();
    }
  }
}
