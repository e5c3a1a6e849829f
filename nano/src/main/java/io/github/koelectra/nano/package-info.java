/**
 * Small Korean models that come inside this jar. They are opened by their names, {@code
 * koelectra-nano} and {@code koelectra-nano-sentiment}, wherever a model's name is asked for.
 */
package io.github.koelectra.nano;
