package dev.plait.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.delivery.Status;
import dev.plait.protocol.wire.RefusalCode;
import dev.plait.protocol.wire.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the handle of a message says about targets that will never get it. */
final class OutgoingTest {
  private static final UUID LAPTOP = new UUID(2, 1);
  private static final UUID PHONE = new UUID(2, 2);
  private static final UUID GRACE = new UUID(8, 2);
  private static final UUID EDSGER = new UUID(8, 3);
  private static final Outgoing.Place PLACE =
      new Outgoing.Place(new StreamId(new UUID(1, 1), new UUID(3, 1), 7), 1);
  private final Outgoing outgoing = new Outgoing(new UUID(4, 1));

  @Test
  void aMessageToNobodyWasNeverReadAndWhoeverWaitsIsTold() {
    CompletableFuture<Outgoing> early = outgoing.when(Status.STORED);
    place(Set.of());
    assertThat(outgoing.status()).isEqualTo(Status.REFUSED);
    assertNobody(early);
    assertNobody(outgoing.when(Status.QUEUED));
  }

  @Test
  void nothingIsSaidOfAMessageThatIsNotInTheOutbox() {
    assertThat(outgoing.status()).isEqualTo(Status.QUEUED);
    assertThat(outgoing.when(Status.QUEUED)).isNotDone();
  }

  @Test
  void whoeverWaitsIsToldWhenEveryDeviceIsRefused() {
    CompletableFuture<Outgoing> delivered = sentToBoth();
    outgoing.neverDelivered(LAPTOP, RefusalCode.EXPIRED);
    assertThat(delivered).isNotDone();
    outgoing.neverDelivered(PHONE, RefusalCode.NOT_A_MEMBER);
    assertNobody(delivered);
    assertThat(outgoing.refusals())
        .containsEntry(LAPTOP, RefusalCode.EXPIRED)
        .containsEntry(PHONE, RefusalCode.NOT_A_MEMBER);
  }

  @Test
  void aRefusedDeviceDoesNotHoldUpTheOthers() {
    CompletableFuture<Outgoing> delivered = sentToBoth();
    outgoing.advance(PHONE, Status.DELIVERED);
    assertThat(delivered).isNotDone();
    outgoing.neverDelivered(LAPTOP, RefusalCode.NOT_A_MEMBER);
    assertThat(delivered).isCompletedWithValue(outgoing);
    assertThat(outgoing.status()).isEqualTo(Status.DELIVERED);
    assertThat(outgoing.statuses()).containsEntry(LAPTOP, Status.REFUSED);
  }

  @Test
  void theDevicesOfWhoAcceptsCountInPlaceOfTheBox() {
    UUID box = new UUID(5, 5);
    place(Set.of(box));
    outgoing.advance(box, Status.STORED);
    outgoing.replace(box, List.of(PHONE, LAPTOP));
    assertThat(outgoing.statuses()).isEqualTo(Map.of(PHONE, Status.SENT, LAPTOP, Status.SENT));
    outgoing.advance(PHONE, Status.DELIVERED);
    assertThat(outgoing.status()).isEqualTo(Status.SENT);
    outgoing.advance(LAPTOP, Status.STORED);
    assertThat(outgoing.status()).isEqualTo(Status.STORED);
    outgoing.advance(PHONE, Status.READ);
    assertThat(outgoing.status()).as("of one account").isEqualTo(Status.READ);
  }

  @Test
  void aRefusalThatComesAfterDeliveryTakesNothingBack() {
    place(Set.of(PHONE));
    outgoing.advance(PHONE, Status.DELIVERED);
    outgoing.neverDelivered(PHONE, RefusalCode.NOT_A_MEMBER);
    assertThat(outgoing.status()).isEqualTo(Status.DELIVERED);
  }

  @Test
  void ownDevicesDoNotHoldUpAMessageToOthersNorMakeItDelivered() {
    outgoing.expect(Set.of(LAPTOP, PHONE), Map.of(PHONE, GRACE));
    outgoing.place(PLACE);
    outgoing.advance(LAPTOP, Status.DELIVERED);
    assertThat(outgoing.status()).isEqualTo(Status.QUEUED);
    outgoing.advance(PHONE, Status.READ);
    assertThat(outgoing.status()).isEqualTo(Status.READ);
    assertThat(outgoing.statuses()).containsEntry(LAPTOP, Status.DELIVERED);
  }

  @Test
  void aMessageThatOnlyOwnDevicesGetReachesNobody() {
    outgoing.expect(Set.of(LAPTOP, PHONE), Map.of(PHONE, GRACE));
    outgoing.place(PLACE);
    CompletableFuture<Outgoing> delivered = outgoing.when(Status.DELIVERED);
    outgoing.advance(LAPTOP, Status.DELIVERED);
    outgoing.neverDelivered(PHONE, RefusalCode.NOT_A_MEMBER);
    assertNobody(delivered);
  }

  @Test
  void whoHasReadItOnOneDeviceHasReadIt() {
    outgoing.expect(Set.of(LAPTOP, PHONE), Map.of(LAPTOP, GRACE, PHONE, GRACE));
    outgoing.place(PLACE);

    outgoing.advance(PHONE, Status.READ);

    assertThat(outgoing.status()).isEqualTo(Status.READ);
    assertThat(outgoing.statuses()).containsEntry(LAPTOP, Status.QUEUED);
  }

  @Test
  void whatOneAccountHasReadSaysNothingOfAnother() {
    outgoing.expect(Set.of(LAPTOP, PHONE), Map.of(LAPTOP, GRACE, PHONE, EDSGER));
    outgoing.place(PLACE);

    outgoing.advance(PHONE, Status.READ);

    assertThat(outgoing.status()).isEqualTo(Status.QUEUED);
  }

  /** A message to two devices; what is delivered to both of them that can get it. */
  private CompletableFuture<Outgoing> sentToBoth() {
    place(Set.of(LAPTOP, PHONE));
    return outgoing.when(Status.DELIVERED);
  }

  private void place(Set<UUID> targets) {
    Map<UUID, UUID> accounts = new HashMap<>();
    targets.forEach(target -> accounts.put(target, GRACE));
    outgoing.expect(targets, accounts);
    outgoing.place(PLACE);
  }

  private static void assertNobody(CompletableFuture<Outgoing> waiting) {
    assertThat(waiting).isCompletedExceptionally();
    assertThat(waiting.exceptionNow())
        .isInstanceOfSatisfying(
            SendRefusedException.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(SendRefusedException.Reason.NOBODY));
  }
}
