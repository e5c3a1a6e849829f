package io.github.koelectra.weights.torch;

import io.github.koelectra.weights.torch.Value.View;
import java.util.Map;

/**
 * Tensors by name, and for each storage's key where its elements begin in the file. Every storage
 * lies wholly in the file.
 */
record PlacedTensors(Map<String, View> tensors, Map<String, Long> begins) {}
