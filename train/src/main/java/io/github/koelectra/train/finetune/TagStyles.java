package io.github.koelectra.train.finetune;

import io.github.koelectra.metrics.EntityMetrics.TagStyle;
import java.util.List;
import java.util.regex.Pattern;

/** How the tags of a label list are written. */
final class TagStyles {
  private static final Pattern SUFFIX = Pattern.compile(".+-[BIES]");
  private static final Pattern PREFIX = Pattern.compile("[BIES]-.+");

  private TagStyles() {}

  /** {@code PER-B} if more tags are written so than {@code B-PER}. */
  static TagStyle of(List<String> labels) {
    long suffixes = labels.stream().filter(SUFFIX.asMatchPredicate()).count();
    long prefixes = labels.stream().filter(PREFIX.asMatchPredicate()).count();
    return suffixes > prefixes ? TagStyle.SUFFIX : TagStyle.PREFIX;
  }
}
