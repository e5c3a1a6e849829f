package io.github.koelectra.cli;

import picocli.CommandLine.Option;

/** How a task with places in texts counts them. */
final class OffsetFlags {
  @Option(
      names = "--offsets",
      paramLabel = "UNIT",
      description =
          "codepoint or utf16: what start and end count (default: codepoint, as Python does).")
  private Offsets.Unit unit = Offsets.Unit.CODEPOINT;

  Offsets.Unit unit() {
    return unit;
  }
}
