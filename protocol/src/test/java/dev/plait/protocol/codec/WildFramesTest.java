package dev.plait.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plait.protocol.wire.BadFieldException;
import dev.plait.protocol.wire.Bytes;
import dev.plait.protocol.wire.ClientFrame;
import dev.plait.protocol.wire.Frame;
import dev.plait.protocol.wire.Limits;
import dev.plait.protocol.wire.PeerFrame;
import dev.plait.protocol.wire.ServerFrame;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame that its receiver would refuse cannot be made (FRM-8), whatever it is made of. */
class WildFramesTest {
  private static final int DRAWS = 400;
  private static final long[] NUMBERS = {
    0, 1, 2, 5, -1, Integer.MAX_VALUE, Limits.SEQ_END - 1, Limits.SEQ_END, Long.MIN_VALUE
  };
  private static final int[] LENGTHS = {0, 1, 40, 256, 257, 512, 513, 4_096, 4_097};
  private static final int[] LONG_LENGTHS = {32_767, 32_768, 32_769, 100_000};
  private static final String[] CHARACTERS = {"a", "\"", "é", "\uD83D\uDE00", "\u0001", "\uDE00"};

  /** Every type of frame, and who says it. */
  static Stream<Class<?>> types() {
    return Stream.of(ClientFrame.class, ServerFrame.class, PeerFrame.class)
        .flatMap(side -> Arrays.stream(side.getPermittedSubclasses()))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatCanBeMadeAndWrittenIsRead(Class<?> type) throws Exception {
    int read = 0;
    for (int seed = 0; seed < DRAWS; seed++) {
      Frame frame = (Frame) made(type, new Random(seed));
      if (frame == null) {
        continue;
      }
      String text = written(frame);
      if (text == null) {
        continue;
      }
      for (Direction direction : directions(frame)) {
        boolean fits = direction != Direction.FROM_PEER || text.length() < 60_000;
        if (fits && isComplete(frame, direction)) {
          read++;
          assertThat(FrameCodec.decode(text, direction))
              .as("%s, seed %d", direction, seed)
              .isInstanceOf(Decoded.Ok.class);
        }
      }
    }
    assertThat(read).as("of what was drawn").isPositive();
  }

  private static List<Direction> directions(Frame frame) {
    List<Direction> directions = new ArrayList<>();
    if (frame instanceof ClientFrame) {
      directions.add(Direction.FROM_CLIENT);
    }
    if (frame instanceof ServerFrame) {
      directions.add(Direction.FROM_SERVER);
    }
    if (frame instanceof PeerFrame) {
      directions.add(Direction.FROM_PEER);
    }
    return directions;
  }

  /** Fields that are null on one of two sides by the type of the frame, and hello's version. */
  private static boolean isComplete(Frame frame, Direction direction) {
    return switch (frame) {
      case Frame.Hello hello -> hello.version() == Frame.VERSION;
      case Frame.Presence presence ->
          direction == Direction.FROM_CLIENT || presence.account() != null;
      case Frame.Typing typing -> direction == Direction.FROM_CLIENT || typing.device() != null;
      default -> true;
    };
  }

  private static @Nullable String written(Frame frame) {
    try {
      return FrameCodec.encode(frame);
    } catch (BadFieldException refused) {
      return null;
    }
  }

  /** A record of random parts; null when it refuses them. */
  private static @Nullable Object made(Class<?> type, Random random) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = drawn(components[i].getGenericType(), random);
      if (parts[i] == null && !isNullable(components[i])) {
        return null;
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      // Range has a check of its own, of a building block.
      assertThat(e.getCause()).isInstanceOf(IllegalArgumentException.class);
      return null;
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object drawn(Type type, Random random) throws Exception {
    if (type instanceof ParameterizedType list) {
      int size = random.nextInt(10) == 0 ? 60 + random.nextInt(200) : random.nextInt(4);
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        Object element = drawn(list.getActualTypeArguments()[0], random);
        if (element != null) {
          elements.add(element);
        }
      }
      return elements;
    }
    Class<?> one = (Class<?>) type;
    if (one.isEnum()) {
      return one.getEnumConstants()[random.nextInt(one.getEnumConstants().length)];
    } else if (one == UUID.class) {
      return new UUID(0, random.nextInt(50));
    } else if (one == boolean.class) {
      return random.nextBoolean();
    } else if (one == int.class) {
      return (int) number(random);
    } else if (one == long.class || one == Long.class) {
      return number(random);
    } else if (one == String.class) {
      return CHARACTERS[random.nextInt(CHARACTERS.length)].repeat(length(random));
    } else if (one == Bytes.class) {
      return Bytes.of(new byte[length(random)]);
    }
    return made(one, random);
  }

  private static long number(Random random) {
    return random.nextInt(3) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : random.nextInt(1000);
  }

  private static int length(Random random) {
    int[] lengths = random.nextInt(6) == 0 ? LONG_LENGTHS : LENGTHS;
    return random.nextBoolean() ? random.nextInt(3) : lengths[random.nextInt(lengths.length)];
  }
}
