package io.github.koelectra.cli;

import io.github.koelectra.core.TokenClassification.TaggedToken;
import io.github.koelectra.core.TokenClassification.TaggedTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens with their labels, as {@link EntityFormat} has entities.
 *
 * @param unit what places count
 */
record TokenFormat(Offsets.Unit unit) implements TaskFormat<TaggedTokens> {
  @Override
  public List<String> columns() {
    return List.of(EntityFormat.ENTITIES);
  }

  @Override
  public Map<String, Object> fields(Row row, TaggedTokens result) {
    Offsets offsets = unit.in(row.text());
    List<Object> tokens = new ArrayList<>();
    for (TaggedToken token : result.tokens()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("entity", token.label());
      object.put("score", token.score());
      object.put("index", token.index());
      object.put("word", token.word());
      object.put("start", offsets.of(token.begin()));
      object.put("end", offsets.of(token.end()));
      tokens.add(object);
    }
    return Map.of(EntityFormat.ENTITIES, tokens);
  }

  @Override
  public String lines(Row row, String shown, TaggedTokens result) {
    StringBuilder lines = new StringBuilder(shown);
    for (TaggedToken token : result.tokens()) {
      lines.append(EntityFormat.line(token.label(), token.score(), token.word()));
    }
    return lines.toString();
  }

  @Override
  public boolean truncated(TaggedTokens result) {
    return result.truncated();
  }
}
