package dev.plait.turn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StunCodecTest {
  private static final byte[] KEY = StunIntegrity.shortTermKey("a key");

  @Property
  void whatIsWrittenIsReadBack(@ForAll("messages") StunMessage message, @ForAll boolean fingerprint)
      throws StunFormatException {
    byte[] sealed = StunCodec.encode(message, KEY, fingerprint);

    assertThat(StunCodec.decode(sealed)).isEqualTo(message);
    assertThat(StunCodec.decode(StunCodec.encode(message))).isEqualTo(message);
    assertThat(StunIntegrity.isSealedWith(KEY, sealed)).isTrue();
    assertThat(sealed.length % 4).isZero();
    assertThat(packetBytes(sealed)).isEqualTo(sealed.length);
  }

  /** Elsewhere, a bit may hide the fingerprint itself, which is not required. */
  @Property
  void anyOtherBitOfTheHeaderIsNoticed(@ForAll("messages") StunMessage message, @ForAll int seed) {
    byte[] sealed = StunCodec.encode(message, null, true);
    flip(sealed, Math.floorMod(seed, StunCodec.HEADER_BYTES * 8));

    assertThat(isRead(sealed)).isFalse();
  }

  @Property
  void anyOtherBitBreaksTheSeal(@ForAll("messages") StunMessage message, @ForAll int seed) {
    byte[] sealed = StunCodec.encode(message, KEY, false);
    flip(sealed, Math.floorMod(seed, sealed.length * 8));

    assertThat(isRead(sealed) && StunIntegrity.isSealedWith(KEY, sealed)).isFalse();
  }

  @Property
  void garbageIsRefusedAsSuch(@ForAll byte[] garbage) {
    isRead(garbage);
    StunIntegrity.isSealedWith(KEY, garbage);
    isChannelData(garbage);
  }

  /** Gets past the header, so that the attributes are garbage. */
  @Property
  void garbageInAMessageIsRefusedAsSuch(
      @ForAll byte[] garbage, @ForAll("messages") StunMessage of) {
    byte[] message = StunCodec.encode(of, KEY, false);
    byte[] bad = Arrays.copyOf(message, message.length + garbage.length / 4 * 4);
    System.arraycopy(garbage, 0, bad, message.length, bad.length - message.length);
    for (int from = StunCodec.HEADER_BYTES; from < bad.length; from += 7) {
      bad[from] ^= garbage.length > 0 ? garbage[from % garbage.length] : 1;
    }
    bad[2] = (byte) ((bad.length - StunCodec.HEADER_BYTES) >> 8);
    bad[3] = (byte) (bad.length - StunCodec.HEADER_BYTES);

    isRead(bad);
    StunIntegrity.isSealedWith(KEY, bad);
  }

  @Property
  void aMessageThatIsCutOffIsRefused(@ForAll("messages") StunMessage message, @ForAll int seed) {
    byte[] whole = StunCodec.encode(message, KEY, true);

    assertThat(isRead(Arrays.copyOf(whole, Math.floorMod(seed, whole.length)))).isFalse();
  }

  @Property
  void channelDataIsReadBackAndToldApartFromMessages(@ForAll byte[] data, @ForAll int seed)
      throws StunFormatException {
    int numbers = ChannelData.CHANNEL_MAX - ChannelData.CHANNEL_MIN + 1;
    int channel = ChannelData.CHANNEL_MIN + Math.floorMod(seed, numbers);
    ChannelData packet = new ChannelData(channel, Payload.of(data));
    byte[] padded = packet.encode();

    assertThat(ChannelData.decode(padded)).isEqualTo(packet);
    assertThat(ChannelData.decode(Arrays.copyOf(padded, 4 + data.length))).isEqualTo(packet);
    assertThat(packetBytes(padded)).isEqualTo(padded.length);
    assertThat(isRead(padded)).isFalse();
  }

  @Provide
  static Arbitrary<StunMessage> messages() {
    Arbitrary<TransactionId> ids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.integers()).as(TransactionId::new);
    return Combinators.combine(
            Arbitraries.of(StunClass.class),
            Arbitraries.of(StunMethod.class),
            ids,
            attributes().list().ofMaxSize(8))
        .as(StunMessage::new);
  }

  private static Arbitrary<StunAttribute> attributes() {
    return Arbitraries.of(AttributeType.class).flatMap(StunCodecTest::attribute);
  }

  private static Arbitrary<StunAttribute> attribute(AttributeType type) {
    return switch (type.shape()) {
      case ADDRESS, XOR_ADDRESS ->
          Combinators.combine(
                  Arbitraries.of(4, 16).flatMap(size -> bytes(size, size)),
                  Arbitraries.integers().between(0, 65_535))
              .as((ip, port) -> new StunAttribute.Address(type, TransportAddress.of(ip, port)));
      case TEXT ->
          Arbitraries.strings()
              .withCharRange(' ', '\u07FF')
              .ofMaxLength(40)
              .map(text -> new StunAttribute.Text(type, text));
      case NUMBER, HIGH_8_BITS, HIGH_16_BITS ->
          Arbitraries.longs()
              .between(0, (1L << (32 - type.shape().reservedBits())) - 1)
              .map(number -> new StunAttribute.Count(type, number));
      case ERROR ->
          Arbitraries.integers()
              .between(300, 699)
              .map(code -> new StunAttribute.Refusal(code, "reason " + code));
      case BYTES ->
          Arbitraries.oneOf(
              List.of(
                  bytes(0, 100).map(data -> new StunAttribute.Data(Payload.of(data))),
                  bytes(0, 9).map(data -> new StunAttribute.Unknown(0x7FFF, Payload.of(data)))));
    };
  }

  private static Arbitrary<byte[]> bytes(int min, int max) {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max);
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
  }

  private static int packetBytes(byte[] packet) throws StunFormatException {
    return ChannelData.packetBytes(Arrays.copyOf(packet, ChannelData.PREFIX_BYTES));
  }

  private static boolean isRead(byte[] bytes) {
    try {
      StunCodec.decode(bytes);
      return true;
    } catch (StunFormatException refused) {
      return false;
    }
  }

  private static boolean isChannelData(byte[] bytes) {
    try {
      ChannelData.decode(bytes);
      return true;
    } catch (StunFormatException refused) {
      return false;
    }
  }
}
