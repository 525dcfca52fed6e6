package dev.plait.turn.stun;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message without what secures it (RFC 8489 §5). Of several attributes of one type the first
 * counts (§14). Immutable.
 */
public record StunMessage(
    StunClass messageClass, StunMethod method, TransactionId id, List<StunAttribute> attributes) {
  /** Copies the list. */
  public StunMessage {
    attributes = List.copyOf(attributes);
  }

  /** The first address of this type, or null. */
  public @Nullable TransportAddress address(AttributeType type) {
    return all(StunAttribute.Address.class)
        .filter(attribute -> attribute.type() == type)
        .map(StunAttribute.Address::value)
        .findFirst()
        .orElse(null);
  }

  /** The first text of this type, or null. */
  public @Nullable String text(AttributeType type) {
    return all(StunAttribute.Text.class)
        .filter(attribute -> attribute.type() == type)
        .map(StunAttribute.Text::value)
        .findFirst()
        .orElse(null);
  }

  /** The first number of this type, or {@code otherwise}. */
  public long number(AttributeType type, long otherwise) {
    return all(StunAttribute.Count.class)
        .filter(attribute -> attribute.type() == type)
        .mapToLong(StunAttribute.Count::value)
        .findFirst()
        .orElse(otherwise);
  }

  /** Why the request was refused, or null. */
  public StunAttribute.@Nullable Refusal refusal() {
    return all(StunAttribute.Refusal.class).findFirst().orElse(null);
  }

  /** What was relayed, or null. */
  public @Nullable Payload data() {
    return all(StunAttribute.Data.class).map(StunAttribute.Data::value).findFirst().orElse(null);
  }

  private <T extends StunAttribute> Stream<T> all(Class<T> type) {
    return attributes.stream().filter(type::isInstance).map(type::cast);
  }
}
