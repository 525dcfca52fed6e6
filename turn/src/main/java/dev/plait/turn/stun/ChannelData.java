package dev.plait.turn.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Data on a channel (RFC 8656 §12.4), and how packets are told apart in a stream (§12.5).
 *
 * @param channel {@link #CHANNEL_MIN} to {@link #CHANNEL_MAX}
 * @param data up to 65,535 bytes
 */
public record ChannelData(int channel, Payload data) {
  /** The lowest channel number. */
  public static final int CHANNEL_MIN = 0x4000;

  /** The highest. */
  public static final int CHANNEL_MAX = 0x4FFF;

  /** Bytes of a packet that say how long it is. */
  public static final int PREFIX_BYTES = 4;

  public ChannelData {
    if (channel < CHANNEL_MIN || channel > CHANNEL_MAX || data.size() > 0xFFFF) {
      throw new IllegalArgumentException("no channel data: " + channel + ", " + data.size());
    }
  }

  /** Whether a packet is channel data, judged by its first byte. */
  public static boolean is(byte[] packet) {
    return packet.length > 0 && packet[0] >> 4 == CHANNEL_MIN >> 12;
  }

  /** Writes it, padded to four bytes as streams need it and datagrams may have it. */
  public byte[] encode() {
    return ByteBuffer.allocate(PREFIX_BYTES + StunCodec.padded(data.size()))
        .putShort((short) channel)
        .putShort((short) data.size())
        .put(data.toArray())
        .array();
  }

  /**
   * Reads a packet, padded or not.
   *
   * @throws StunFormatException when it is none
   */
  public static ChannelData decode(byte[] packet) throws StunFormatException {
    StunCodec.check(packet.length >= PREFIX_BYTES && is(packet), "no channel data");
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    int channel = bytes.getShort();
    int length = Short.toUnsignedInt(bytes.getShort());
    StunCodec.check(length <= bytes.remaining(), "channel data that is cut off");
    return new ChannelData(
        channel, Payload.of(Arrays.copyOfRange(packet, PREFIX_BYTES, PREFIX_BYTES + length)));
  }

  /**
   * How many bytes of a stream the packet takes that begins with these, padding included.
   *
   * @param prefix its first {@link #PREFIX_BYTES} bytes
   * @throws StunFormatException when no packet begins so, and the stream is of no use any more
   */
  public static int packetBytes(byte[] prefix) throws StunFormatException {
    int length = Short.toUnsignedInt(ByteBuffer.wrap(prefix).getShort(2));
    if (is(prefix)) {
      return PREFIX_BYTES + StunCodec.padded(length);
    }
    StunCodec.check(prefix[0] >> 6 == 0, "neither a message nor channel data");
    return StunCodec.HEADER_BYTES + StunCodec.padded(length);
  }
}
