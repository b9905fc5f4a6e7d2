package io.seir.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.jspecify.annotations.Nullable;

/** The coder of this project's records: JSON, with the same text for the same value. */
public final class JsonCoder<T> extends CustomCoder<T> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_ABSENT)
          .build();

  private final String type;
  private transient volatile @Nullable Resolved resolved;

  /** Looked up once: for small records the look-up would take longer than the work. */
  private record Resolved(JavaType type, ObjectWriter writer, ObjectReader reader) {
    static Resolved of(JavaType type) {
      return new Resolved(type, MAPPER.writerFor(type), MAPPER.readerFor(type));
    }
  }

  private JsonCoder(JavaType type) {
    this.type = type.toCanonical();
    this.resolved = Resolved.of(type);
  }

  /** The coder of a record without type parameters. */
  public static <T> JsonCoder<T> of(Class<T> type) {
    return new JsonCoder<>(MAPPER.constructType(type));
  }

  /** How Beam finds this coder for a type that says {@code @DefaultCoder(JsonCoder.class)}. */
  public static CoderProvider getCoderProvider() {
    return new CoderProvider() {
      @Override
      public <T> Coder<T> coderFor(
          TypeDescriptor<T> type, List<? extends Coder<?>> componentCoders) {
        return new JsonCoder<>(MAPPER.constructType(type.getRawType()));
      }
    };
  }

  /** The mapper behind the coder, for reading and writing the same JSON elsewhere. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(resolved().writer().writeValueAsBytes(value), out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return resolved().reader().readValue(ByteArrayCoder.of().decode(in));
  }

  private Resolved resolved() {
    Resolved known = resolved;
    if (known == null) {
      known = Resolved.of(MAPPER.getTypeFactory().constructFromCanonical(type));
      resolved = known;
    }
    return known;
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of();
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  @SuppressWarnings("unchecked") // the type was made from a T
  public TypeDescriptor<T> getEncodedTypeDescriptor() {
    return (TypeDescriptor<T>) TypeDescriptor.of(resolved().type().getRawClass());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonCoder<?> coder && coder.type.equals(type);
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
