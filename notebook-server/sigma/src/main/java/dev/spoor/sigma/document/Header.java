package dev.spoor.sigma.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every document says about itself.
///
/// @param id the rule's id, or its name, or its title: what others call it by
/// @param file where it was read from; "" if nowhere
/// @param place where the document starts
public record Header(
    String id,
    String title,
    @Nullable String name,
    @Nullable String level,
    @Nullable String status,
    @Nullable String description,
    @Nullable String author,
    List<String> tags,
    List<String> references,
    List<String> falsePositives,
    String file,
    Place place) {
  public Header {
    tags = List.copyOf(tags);
    references = List.copyOf(references);
    falsePositives = List.copyOf(falsePositives);
  }

  /// True if a reference by id or name means this document.
  public boolean isCalled(String reference) {
    return id.equals(reference) || reference.equals(name);
  }
}
