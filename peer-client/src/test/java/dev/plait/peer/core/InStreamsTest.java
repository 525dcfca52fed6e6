package dev.plait.peer.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.codec.Decoded;
import dev.plait.protocol.codec.Direction;
import dev.plait.protocol.codec.FrameCodec;
import dev.plait.protocol.delivery.Path;
import dev.plait.protocol.delivery.ReceiverLimits;
import dev.plait.protocol.wire.AddressedEntry;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.Entry;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.StreamId;
import dev.plait.protocol.wire.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InStreamsTest {
  private final InStreams streams =
      new InStreams(new ReceiverLimits(1_000, 1 << 20), new Effects(), (stream, entry) -> {});

  @Test
  void whatIsHeldInManyStreamsIsSaidInFramesThatEveryPathTakes() {
    for (int stream = 0; stream < 300; stream++) {
      holdWithGaps(new StreamId(new UUID(1, stream), new UUID(2, 2), -1));
    }

    List<StreamPosition> said = new ArrayList<>();
    for (List<StreamPosition> positions : streams.positions(65_536, stream -> true)) {
      String frame = FrameCodec.encode(new Frame.Have(positions, List.of()));
      assertThat(frame.getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(Limits.CHANNEL_FRAME_BYTES);
      assertThat(FrameCodec.decode(frame, Direction.FROM_PEER)).isInstanceOf(Decoded.Ok.class);
      said.addAll(positions);
    }
    assertThat(said).hasSize(300).allMatch(position -> position.held().size() == Limits.RANGES);
  }

  private void holdWithGaps(StreamId stream) {
    List<AddressedEntry> entries = new ArrayList<>();
    for (int i = 0; i < Limits.RANGES; i++) {
      long seq = Limits.SEQ_END - 1_000 + 2L * i;
      Entry entry = new Entry(seq, new UUID(3, i), i, Bytes.utf8("x"));
      entries.add(new AddressedEntry(entry, seq - 1, null));
    }
    streams.handleEntries(new Frame.Entries(stream, false, entries), Path.RELAY, 1, 0);
  }
}
