package io.github.koelectra.cli.html;

import java.util.List;

/**
 * A text with its entities.
 *
 * @param text the text
 * @param entities in order, none over another
 * @param truncated whether the model did not read its end
 */
public record NerView(String text, List<Entity> entities, boolean truncated) {
  /**
   * Copies the entities.
   *
   * @throws IllegalArgumentException if entities are out of order or outside the text
   */
  public NerView {
    entities = List.copyOf(entities);
    int at = 0;
    for (Entity entity : entities) {
      Stretches.check(text, at, entity.begin(), entity.end());
      at = entity.end();
    }
  }

  /**
   * An entity.
   *
   * @param type what it is, {@code PER} for example
   * @param begin where it begins in the text, in chars
   * @param end where it ends
   * @param score its probability
   */
  public record Entity(String type, int begin, int end, double score) {}
}
