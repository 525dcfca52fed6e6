package dev.plait.tests.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plait.protocol.wire.StreamId;
import dev.plait.tests.scenario.NodeProcess;
import dev.plait.tests.scenario.Place;
import dev.plait.tests.scenario.Receipts;
import dev.plait.tests.scenario.Side;
import dev.plait.tests.scenario.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** A node and two peers in processes of their own, kept over several runs. */
final class CrashWorld implements AutoCloseable {
  private final Path folder;
  private final NodeProcess node;
  private final Side sender;
  private final Side receiver;
  private final UUID conversation;
  private final StreamId senderStream;
  private final StreamId receiverStream;

  /** Starts all three and lets both say something once. */
  CrashWorld(Path folder, boolean direct)
      throws IOException, InterruptedException, TimeoutException {
    this.folder = folder;
    this.node = NodeProcess.start(folder);
    List<String> options = direct ? List.of(Side.ACCEPT) : List.of(Side.ACCEPT, "--no-direct");
    this.sender = new Side("ada", node.uri(), folder, Place.HERE, options);
    this.receiver = new Side("grace", node.uri(), folder, Place.HERE, options);
    try {
      sender.start();
      receiver.start();
      conversation = UUID.fromString(sender.open("grace"));
      receiver.join(conversation.toString());
      sender.send("hello", 1, 0);
      sender.awaitDelivered();
      receiver.send("hello back", 1, 0);
      receiver.awaitDelivered();
      senderStream = streamOf(sender);
      receiverStream = streamOf(receiver);
    } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private StreamId streamOf(Side side) throws IOException, InterruptedException, TimeoutException {
    JsonNode own =
        side.transcript().stream()
            .filter(row -> row.path("by").asText().equals("self"))
            .findFirst()
            .orElseThrow();
    return new StreamId(
        conversation,
        UUID.fromString(own.path("device").asText()),
        Long.parseUnsignedLong(own.path("epoch").asText()));
  }

  Path folder() {
    return folder;
  }

  Side sender() {
    return sender;
  }

  Side receiver() {
    return receiver;
  }

  void kill(Victim victim) throws InterruptedException {
    switch (victim) {
      case SERVER -> node.kill();
      case SENDER -> sender.kill();
      case RECEIVER -> receiver.kill();
    }
  }

  void restart(Victim victim) throws IOException, InterruptedException, TimeoutException {
    switch (victim) {
      case SERVER -> node.restart();
      case SENDER -> sender.start();
      case RECEIVER -> receiver.start();
    }
  }

  /** How many receipts the disk of a dead one does not bear out. */
  long falseReceipts(Victim dead) throws IOException {
    return switch (dead) {
      case SERVER ->
          falselyStored(senderStream, receiverStream.device(), sender)
              + falselyStored(receiverStream, senderStream.device(), receiver);
      case SENDER -> falselyDelivered(sender, receiverStream, receiver);
      case RECEIVER -> falselyDelivered(receiver, senderStream, sender);
    };
  }

  private long falselyStored(StreamId stream, UUID target, Side told) throws IOException {
    return Receipts.falselyStored(node.data(), stream, target, told.stored());
  }

  private long falselyDelivered(Side dead, StreamId stream, Side told) throws IOException {
    return Receipts.falselyDelivered(
        dead.data(), conversation, stream.device(), told.deliveredSeq());
  }

  /** Compares what both have. */
  Verdict compare(long falseReceipts) throws IOException, InterruptedException, TimeoutException {
    return Verdict.of(
        sender, sender.transcript(), receiver, receiver.transcript(), falseReceipts, List.of());
  }

  @Override
  public void close() throws InterruptedException {
    try (node;
        sender;
        receiver) {
      // Closing is all there is to do.
    }
  }
}
