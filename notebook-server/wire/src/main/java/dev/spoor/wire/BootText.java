package dev.spoor.wire;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/// A boot number that is written as 16 hex digits: JSON has no unsigned 64 bits.
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER,
  ElementType.RECORD_COMPONENT
})
@JacksonAnnotationsInside
@JsonSerialize(using = BootText.Writer.class)
@JsonDeserialize(using = BootText.Reader.class)
@interface BootText {
  /// Writes the number.
  final class Writer extends ValueSerializer<Long> {
    @Override
    public void serialize(Long boot, JsonGenerator out, SerializationContext context) {
      out.writeString(Boot.text(boot));
    }
  }

  /// Reads the text.
  final class Reader extends ValueDeserializer<Long> {
    @Override
    public Long deserialize(JsonParser in, DeserializationContext context) {
      return Boot.parse(String.valueOf(in.getString()));
    }
  }
}
