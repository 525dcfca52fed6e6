package dev.plait.turn.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 5769. */
class Rfc5769Test {
  private static final byte[] PASSWORD = StunIntegrity.shortTermKey("VOkJxbRl1RmTxUk/WvJxBt");
  private static final String ID = "b7e7a701bc34d686fa87dfae";
  private static final String SOFTWARE = "8022000b7465737420766563746f7220";

  @Test
  void aRequestIsRead() throws StunFormatException {
    byte[] request =
        bytes(
            "000100582112a442" + ID + "802200105354554e207465737420636c69656e74",
            "002400046e0001ff80290008932ff9b151263b36",
            "000600096576746a3a68367659202020",
            "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    StunMessage message = StunCodec.decode(request);

    assertThat(message.messageClass()).isEqualTo(StunClass.REQUEST);
    assertThat(message.method()).isEqualTo(StunMethod.BINDING);
    assertThat(message.text(AttributeType.SOFTWARE)).isEqualTo("STUN test client");
    assertThat(message.text(AttributeType.USERNAME)).isEqualTo("evtj:h6vY");
    assertThat(message.attributes())
        .contains(new StunAttribute.Unknown(0x0024, Payload.of(bytes("6e0001ff"))));
    assertThat(StunIntegrity.isSealedWith(PASSWORD, request)).isTrue();
    assertThat(StunIntegrity.isSealedWith(StunIntegrity.shortTermKey("other"), request)).isFalse();
  }

  @Test
  void anAnswerWithAnIpv4AddressIsRead() throws StunFormatException {
    byte[] answer =
        bytes(
            "0101003c2112a442" + ID + SOFTWARE + "002000080001a147e112a643",
            "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

    StunMessage message = StunCodec.decode(answer);

    assertThat(message.messageClass()).isEqualTo(StunClass.SUCCESS);
    assertThat(message.address(AttributeType.XOR_MAPPED_ADDRESS)).hasToString("192.0.2.1:32853");
    assertThat(StunIntegrity.isSealedWith(PASSWORD, answer)).isTrue();
  }

  @Test
  void anAnswerWithAnIpv6AddressIsRead() throws StunFormatException {
    byte[] answer =
        bytes(
            "010100482112a442" + ID + SOFTWARE,
            "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9",
            "00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c");

    StunMessage message = StunCodec.decode(answer);

    assertThat(message.address(AttributeType.XOR_MAPPED_ADDRESS))
        .hasToString("[2001:db8:1234:5678:11:2233:4455:6677]:32853");
    assertThat(StunIntegrity.isSealedWith(PASSWORD, answer)).isTrue();
  }

  /** The one vector that is padded with zeroes, as this codec does. */
  @Test
  void aRequestWithALongTermCredentialIsReadAndWritten() throws StunFormatException {
    byte[] request =
        bytes(
            "000100602112a44278ad3433c6ad72c029da412e",
            "00060012e3839ee38388e383aae38383e382afe382b90000",
            "0015001c662f2f3439396b39353464364f4c33346f4c39465354767936347341",
            "0014000b6578616d706c652e6f726700",
            "00080014f67024656dd64a3e02b8e0712e85c9a28ca89666");
    String user = "\u30DE\u30C8\u30EA\u30C3\u30AF\u30B9";
    byte[] key = StunIntegrity.longTermKey(user, "example.org", "TheMatrIX");

    StunMessage message = StunCodec.decode(request);

    assertThat(message.attributes())
        .isEqualTo(
            List.of(
                new StunAttribute.Text(AttributeType.USERNAME, user),
                new StunAttribute.Text(AttributeType.NONCE, "f//499k954d6OL34oL9FSTvy64sA"),
                new StunAttribute.Text(AttributeType.REALM, "example.org")));
    assertThat(StunIntegrity.isSealedWith(key, request)).isTrue();
    assertThat(StunCodec.encode(message, key, false)).isEqualTo(request);
  }

  private static byte[] bytes(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts));
  }
}
